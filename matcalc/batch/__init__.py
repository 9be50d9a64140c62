"""Files of shapes and problems, and running many problems at once."""
