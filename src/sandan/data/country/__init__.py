"""The generated country: data whose truth is known, and which is never a real place."""
