"""What people send to the register's pages, as plain values; one subject a file."""
