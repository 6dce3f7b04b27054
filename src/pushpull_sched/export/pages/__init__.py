"""What is printed: the pages that every format draws alike."""
