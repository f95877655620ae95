"""What is said in public: figures that can be replayed, charts, documents, data packages."""
