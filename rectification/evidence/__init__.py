"""What a file of evidence says of itself, and what else it is like. It says what is so, and accuses nobody."""
