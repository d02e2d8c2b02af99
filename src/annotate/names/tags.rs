//! BILOU tags (Ratinov & Roth 2009): begin, inside, last word of a name, unit-length name, outside.
use super::NameLabel;

/// A BILOU tag: 0 is "outside"; then begin, inside, last and unit of each label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagId(pub u8);

/// Place of a token in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Begin,
    Inside,
    Last,
    Unit,
}

impl TagId {
    pub const COUNT: usize = 1 + 4 * NameLabel::ALL.len();
    pub const OUTSIDE: Self = Self(0);

    /// The tag of a token in this place of a name.
    pub fn of(label: NameLabel, place: Place) -> Self {
        Self(1 + 4 * label as u8 + place as u8)
    }

    /// Place and label; `None` outside.
    pub fn parts(self) -> Option<(Place, NameLabel)> {
        let number = usize::from(self.0.checked_sub(1)?);
        let place = [Place::Begin, Place::Inside, Place::Last, Place::Unit][number % 4];
        NameLabel::ALL.get(number / 4).map(|&label| (place, label))
    }

    /// As an index.
    pub fn number(self) -> usize {
        usize::from(self.0)
    }

    /// The tag with this index.
    pub fn from_number(number: usize) -> Self {
        Self(u8::try_from(number).unwrap_or(0))
    }

    /// All tags in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0u8..).take(Self::COUNT).map(Self)
    }

    /// Whether a sentence or another name may begin after this tag.
    pub fn is_end(self) -> bool {
        !matches!(self.parts(), Some((Place::Begin | Place::Inside, _)))
    }

    /// Whether a sentence or a name may begin with this tag.
    pub fn is_start(self) -> bool {
        !matches!(self.parts(), Some((Place::Inside | Place::Last, _)))
    }

    /// Whether this tag may stand after another one.
    pub fn may_follow(self, before: Self) -> bool {
        if self.is_start() {
            before.is_end()
        } else {
            !before.is_end() && before.parts().map(|(_, label)| label) == self.parts().map(|(_, label)| label)
        }
    }
}

/// The tags of a sentence for the names in it, each with first and one past the last word.
pub fn tags_of(words: usize, names: &[(usize, usize, NameLabel)]) -> Vec<TagId> {
    let mut tags = vec![TagId::OUTSIDE; words];
    for &(start, end, label) in names {
        for (position, tag) in tags.iter_mut().enumerate().take(end).skip(start) {
            let place = match (position == start, position + 1 == end) {
                (true, true) => Place::Unit,
                (true, false) => Place::Begin,
                (false, true) => Place::Last,
                (false, false) => Place::Inside,
            };
            *tag = TagId::of(label, place);
        }
    }
    tags
}

/// First and one past the last word, and label of each name in a valid tag sequence.
pub fn names_of(tags: &[TagId]) -> Vec<(usize, usize, NameLabel)> {
    let mut names = Vec::new();
    let mut start = 0;
    for (position, tag) in tags.iter().enumerate() {
        match tag.parts() {
            Some((Place::Begin, _)) => start = position,
            Some((Place::Unit, label)) => names.push((position, position + 1, label)),
            Some((Place::Last, label)) => names.push((start, position + 1, label)),
            Some((Place::Inside, _)) | None => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_names_are_two_views_of_one_thing() {
        let names = [(0, 1, NameLabel::Polity), (1, 4, NameLabel::Organization), (5, 7, NameLabel::Person)];
        let tags = tags_of(8, &names);
        assert_eq!(names_of(&tags), names);
        assert!(tags.windows(2).all(|pair| pair[1].may_follow(pair[0])));
    }
}
