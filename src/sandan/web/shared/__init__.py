"""What every app uses: looks, permissions, lists, exports."""
