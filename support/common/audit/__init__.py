"""What happens beside the pages: the housekeeper now; the chained log and the outbox come with the spaces."""
