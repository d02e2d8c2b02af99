//! Paragraphs and sentences of news text.
