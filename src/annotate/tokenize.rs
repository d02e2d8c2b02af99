//! UD English words of a sentence.
