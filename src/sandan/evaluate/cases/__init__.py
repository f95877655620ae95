"""Cases that are shipped with Sandan: claims, evidence, checks and wording of one published story each."""
