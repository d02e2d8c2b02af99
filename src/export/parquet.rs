//! The least of Apache Parquet that a flat table needs: optional columns of text, integers and doubles, PLAIN encoding, Zstandard
//! pages, row groups of bounded size.
//!
//! Written here because the `parquet` crate brings two dozen others for what takes a page. Format, version 2.11:
//! <https://parquet.apache.org/docs/file-format/>, its metadata in the Thrift compact protocol:
//! <https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>. `tests/exports/check.py` reads the
//! files with Apache Arrow.
use super::ExportError;
use std::io::Write;

/// Physical types, by their codes in the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Integer = 2,
    Double = 5,
    Text = 6,
}

/// A value of a column; the kind of the column decides how it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    None,
    Integer(i64),
    Double(f64),
    Text(String),
}

const MAGIC: &[u8] = b"PAR1";
const ZSTD: i64 = 6;
const PLAIN: i64 = 0;
const RLE: i64 = 3;
const OPTIONAL: i64 = 1;
const UTF8: i64 = 0;
/// Rows held in memory before they are written.
const ROWS: usize = 50_000;
const LEVEL: i32 = 3;

/// What the end of the file tells of one column in one row group.
struct Chunk {
    offset: u64,
    plain: usize,
    packed: usize,
}

/// A table that is written as it grows.
pub(super) struct Table<W> {
    out: W,
    written: u64,
    columns: &'static [(&'static str, Kind)],
    /// One list of cells for each column.
    cells: Vec<Vec<Cell>>,
    groups: Vec<(usize, Vec<Chunk>)>,
}

impl<W: Write> Table<W> {
    pub fn new(columns: &'static [(&'static str, Kind)], mut out: W) -> Result<Self, ExportError> {
        out.write_all(MAGIC)?;
        let cells = columns.iter().map(|_| Vec::new()).collect();
        Ok(Self { out, written: MAGIC.len() as u64, columns, cells, groups: Vec::new() })
    }

    /// Adds a row with a cell for each column.
    pub fn push(&mut self, row: Vec<Cell>) -> Result<(), ExportError> {
        for (column, cell) in self.cells.iter_mut().zip(row) {
            column.push(cell);
        }
        if self.cells.first().is_some_and(|column| column.len() >= ROWS) { self.write_group() } else { Ok(()) }
    }

    /// Writes what is left and the metadata; the number of rows.
    pub fn finish(mut self) -> Result<usize, ExportError> {
        if self.cells.first().is_some_and(|column| !column.is_empty()) {
            self.write_group()?;
        }
        let metadata = self.metadata();
        self.out.write_all(&metadata)?;
        self.out.write_all(&length(metadata.len()))?;
        self.out.write_all(MAGIC)?;
        self.out.flush()?;
        Ok(self.groups.iter().map(|(rows, _)| rows).sum())
    }

    fn write_group(&mut self) -> Result<(), ExportError> {
        let rows = self.cells.first().map_or(0, Vec::len);
        let mut chunks = Vec::with_capacity(self.columns.len());
        for column in &mut self.cells {
            let page = page(column);
            let packed = zstd::bulk::compress(&page, LEVEL)?;
            let mut header = Thrift::default();
            header.integer(1, 0, I32); // a data page
            header.integer(2, size(page.len()), I32);
            header.integer(3, size(packed.len()), I32);
            header.structure(5, |header| {
                header.integer(1, size(rows), I32);
                header.integer(2, PLAIN, I32);
                header.integer(3, RLE, I32);
                header.integer(4, RLE, I32);
            });
            let header = header.end();
            chunks.push(Chunk {
                offset: self.written,
                plain: header.len() + page.len(),
                packed: header.len() + packed.len(),
            });
            self.out.write_all(&header)?;
            self.out.write_all(&packed)?;
            self.written += (header.len() + packed.len()) as u64;
            column.clear();
        }
        self.groups.push((rows, chunks));
        Ok(())
    }

    fn metadata(&self) -> Vec<u8> {
        let mut file = Thrift::default();
        file.integer(1, 1, I32);
        file.list(2, STRUCT, self.columns.len() + 1);
        file.element(|root| {
            root.text(4, "claims");
            root.integer(5, size(self.columns.len()), I32);
        });
        for (name, kind) in self.columns {
            file.element(|column| {
                column.integer(1, *kind as i64, I32);
                column.integer(3, OPTIONAL, I32);
                column.text(4, name);
                if *kind == Kind::Text {
                    column.integer(6, UTF8, I32);
                }
            });
        }
        file.integer(3, size(self.groups.iter().map(|(rows, _)| rows).sum()), I64);
        file.list(4, STRUCT, self.groups.len());
        for (rows, chunks) in &self.groups {
            file.element(|group| {
                group.list(1, STRUCT, chunks.len());
                for ((name, kind), chunk) in self.columns.iter().zip(chunks) {
                    group.element(|column| chunk.describe(column, name, *kind, *rows));
                }
                group.integer(2, size(chunks.iter().map(|chunk| chunk.plain).sum()), I64);
                group.integer(3, size(*rows), I64);
            });
        }
        file.text(6, concat!("chancery ", env!("CARGO_PKG_VERSION")));
        file.end()
    }
}

impl Chunk {
    fn describe(&self, column: &mut Thrift, name: &str, kind: Kind, rows: usize) {
        let offset = i64::try_from(self.offset).unwrap_or(i64::MAX);
        column.integer(2, offset, I64);
        column.structure(3, |data| {
            data.integer(1, kind as i64, I32);
            data.list(2, I32, 2);
            data.varint(zigzag(PLAIN));
            data.varint(zigzag(RLE));
            data.list(3, BINARY, 1);
            data.bytes(name.as_bytes());
            data.integer(4, ZSTD, I32);
            data.integer(5, size(rows), I64);
            data.integer(6, size(self.plain), I64);
            data.integer(7, size(self.packed), I64);
            data.integer(9, offset, I64);
        });
    }
}

/// Which cells are there, as runs of equal levels, then the values of those that are.
fn page(column: &[Cell]) -> Vec<u8> {
    let mut levels = Vec::new();
    for run in column.chunk_by(|one, other| (*one == Cell::None) == (*other == Cell::None)) {
        varint(&mut levels, (run.len() as u64) << 1);
        levels.push(u8::from(run[0] != Cell::None));
    }
    let mut page = length(levels.len()).to_vec();
    page.append(&mut levels);
    for cell in column {
        match cell {
            Cell::None => {}
            Cell::Integer(value) => page.extend(value.to_le_bytes()),
            Cell::Double(value) => page.extend(value.to_le_bytes()),
            Cell::Text(text) => {
                page.extend(length(text.len()));
                page.extend(text.as_bytes());
            }
        }
    }
    page
}

fn length(bytes: usize) -> [u8; 4] {
    u32::try_from(bytes).expect("a page is less than 4 GB").to_le_bytes()
}

fn size(count: usize) -> i64 {
    i64::try_from(count).expect("memory has less than 2^63 bytes")
}

const I32: u8 = 5;
const I64: u8 = 6;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// A structure of the Thrift compact protocol; fields are added in the order of their numbers.
#[derive(Default)]
struct Thrift {
    bytes: Vec<u8>,
    last: u8,
}

impl Thrift {
    fn field(&mut self, number: u8, kind: u8) {
        self.bytes.push((number - self.last) << 4 | kind);
        self.last = number;
    }

    fn integer(&mut self, number: u8, value: i64, kind: u8) {
        self.field(number, kind);
        self.varint(zigzag(value));
    }

    fn text(&mut self, number: u8, text: &str) {
        self.field(number, BINARY);
        self.bytes(text.as_bytes());
    }

    fn structure(&mut self, number: u8, fill: impl FnOnce(&mut Self)) {
        self.field(number, STRUCT);
        self.element(fill);
    }

    /// The head of a list; its elements follow.
    fn list(&mut self, number: u8, kind: u8, count: usize) {
        self.field(number, LIST);
        match u8::try_from(count) {
            Ok(count) if count < 15 => self.bytes.push(count << 4 | kind),
            _ => {
                self.bytes.push(0xf0 | kind);
                self.varint(count as u64);
            }
        }
    }

    /// A structure in a list.
    fn element(&mut self, fill: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        fill(&mut inner);
        self.bytes.extend(inner.end());
    }

    fn varint(&mut self, value: u64) {
        varint(&mut self.bytes, value);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.varint(bytes.len() as u64);
        self.bytes.extend(bytes);
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

fn zigzag(value: i64) -> u64 {
    (value.cast_unsigned() << 1) ^ (value >> 63).cast_unsigned()
}

fn varint(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(u8::try_from(value & 0x7f).expect("seven bits") | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).expect("seven bits"));
}
