"""What members read: boards, threads, and what each wants to see of them."""
