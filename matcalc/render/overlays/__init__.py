"""Output languages of programs beyond NumPy: one module each, loaded when asked for."""
