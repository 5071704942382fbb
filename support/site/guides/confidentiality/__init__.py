"""What a professional must report, by place: the law as far as we read it, with source, date and doubt."""
