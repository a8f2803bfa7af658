"""What a release consists of: every format is written from one model, and read back."""
