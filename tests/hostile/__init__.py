"""What the world may send to do harm, and what becomes of it."""
