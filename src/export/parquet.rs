//! A flat table as Apache Parquet: optional columns of text, integers and doubles, Zstandard pages, row groups of bounded size.
//! The format is that of the Apache `parquet` crate; here a table given by rows becomes the columns that it wants.
//! `tests/exports/check.py` reads the files with Apache Arrow.
use super::ExportError;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::io::{self, Write};
use std::mem;
use std::sync::Arc;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Double,
    Text,
}

/// A value of a column, of the kind of that column.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    None,
    Integer(i64),
    Double(f64),
    Text(String),
}

/// Rows held in memory before they are written.
const ROWS: usize = 50_000;

/// A table that is written as it grows.
pub(super) struct Table<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: &'static [(&'static str, Kind)],
    /// One list of cells for each column.
    cells: Vec<Vec<Cell>>,
    rows: usize,
}

impl<W: Write + Send> Table<W> {
    pub fn new(columns: &'static [(&'static str, Kind)], out: W) -> Result<Self, ExportError> {
        let fields = columns.iter().map(|(name, kind)| kind.field(name).map(Arc::new)).collect::<Result<_, _>>()?;
        let schema = Type::group_type_builder("claims").with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("chancery ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        Ok(Self { file, columns, cells: vec![Vec::new(); columns.len()], rows: 0 })
    }

    /// Adds a row with a cell for each column.
    pub fn push(&mut self, row: Vec<Cell>) -> Result<(), ExportError> {
        for (column, cell) in self.cells.iter_mut().zip(row) {
            column.push(cell);
        }
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS) { self.write_group() } else { Ok(()) }
    }

    /// Writes what is left and the metadata; the number of rows.
    pub fn finish(mut self) -> Result<usize, ExportError> {
        if !self.rows.is_multiple_of(ROWS) {
            self.write_group()?;
        }
        self.file.close()?;
        Ok(self.rows)
    }

    fn write_group(&mut self) -> Result<(), ExportError> {
        let mut group = self.file.next_row_group()?;
        for ((_, kind), cells) in self.columns.iter().zip(&mut self.cells) {
            let Some(mut column) = group.next_column()? else { break };
            kind.write(mem::take(cells), &mut column)?;
            column.close()?;
        }
        group.close()?;
        Ok(())
    }
}

impl Kind {
    fn field(self, name: &str) -> Result<Type, ParquetError> {
        let (physical, logical) = match self {
            Self::Integer => (Physical::INT64, None),
            Self::Double => (Physical::DOUBLE, None),
            Self::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let field = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        field.with_logical_type(logical).build()
    }

    fn write(self, cells: Vec<Cell>, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Self::Integer => write::<Int64Type>(cells, column, |cell| match cell {
                Cell::Integer(value) => Some(value),
                _ => None,
            }),
            Self::Double => write::<DoubleType>(cells, column, |cell| match cell {
                Cell::Double(value) => Some(value),
                _ => None,
            }),
            Self::Text => write::<ByteArrayType>(cells, column, |cell| match cell {
                Cell::Text(text) => Some(ByteArray::from(text.into_bytes())),
                _ => None,
            }),
        }
    }
}

/// Writes which cells are there, and the values of those; a cell of another kind than its column is an error.
fn write<T: DataType>(
    cells: Vec<Cell>,
    column: &mut SerializedColumnWriter<'_>,
    value: impl Fn(Cell) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let there: Vec<i16> = cells.iter().map(|cell| i16::from(*cell != Cell::None)).collect();
    let values: Vec<T::T> = cells.into_iter().filter_map(value).collect();
    column.typed::<T>().write_batch(&values, Some(&there), None)?;
    Ok(())
}

impl From<ParquetError> for ExportError {
    fn from(error: ParquetError) -> Self {
        Self::Io(match error {
            ParquetError::External(cause) => cause.downcast().map_or_else(io::Error::other, |io: Box<io::Error>| *io),
            other => io::Error::other(other),
        })
    }
}
