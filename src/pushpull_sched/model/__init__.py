"""Layer 1: a school as a CP-SAT model. Every rule of the contract is enforced here."""
