//! CoNLL-U reading and writing.
