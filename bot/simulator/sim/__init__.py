"""`/sim`: what residents, tests and tools do, in JSON. Described in the README."""
