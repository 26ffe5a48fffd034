"""A centre's own figures, as they are: nobody's are hidden from the centre itself."""
