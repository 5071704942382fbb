"""What a member reads and writes: boards, threads, posts, drafts, notices. Readers meet published text only."""
