//! Byte offsets into Unicode scalar values, the unit of every offset in the graph.

/// The number of characters before each byte of a text.
#[derive(Clone, Debug)]
pub struct CharOffsets {
    /// `None` for ASCII, where the two agree.
    before: Option<Vec<u32>>,
    /// Length of the text in characters.
    len: u32,
}

impl CharOffsets {
    /// The offsets of a text.
    ///
    /// # Panics
    /// If the text is 4 GiB or longer: readers refuse such texts.
    #[must_use]
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { before: None, len: u32::try_from(text.len()).expect("readers refuse texts of 4 GiB") };
        }
        let mut before = Vec::with_capacity(text.len());
        let mut count = 0u32;
        for c in text.chars() {
            before.resize(before.len() + c.len_utf8(), count);
            count += 1;
        }
        Self { before: Some(before), len: count }
    }

    /// Characters before this byte; the length of the text for any byte at or behind its end.
    #[must_use]
    pub fn at(&self, byte: u32) -> u32 {
        match &self.before {
            Some(before) => before.get(byte as usize).copied().unwrap_or(self.len),
            None => byte.min(self.len),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_scalar_values() {
        for text in ["", "plain", "“Élysée” 😀 x", "日本\n🇺🇸"] {
            let offsets = CharOffsets::new(text);
            for (i, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(offsets.at(u32::try_from(byte).unwrap()) as usize, i, "{text:?} at {byte}");
            }
            assert_eq!(offsets.at(u32::try_from(text.len()).unwrap()) as usize, text.chars().count());
            assert_eq!(offsets.at(u32::MAX) as usize, text.chars().count());
        }
    }
}
