"""Reading the register; every function that returns companies keeps to what the person may see."""
