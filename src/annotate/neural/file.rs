//! Parts of model files that networks share.
use super::lexicon::{Bytes, Keys};
use super::matrix::Matrix;
use crate::annotate::model::{FormatProblem, Reader, Writer};

/// Appends numbers of `N` bytes each as a section.
pub fn write_numbers<T: Copy, const N: usize>(writer: &mut Writer, numbers: &[T], to: fn(T) -> [u8; N]) {
    writer.section(&numbers.iter().flat_map(|&number| to(number)).collect::<Vec<_>>());
}

/// Reads a section of numbers of `N` bytes each.
///
/// # Errors
/// If the file ends early or there are bytes left over.
pub fn read_numbers<T, const N: usize>(reader: &mut Reader, from: fn([u8; N]) -> T) -> Result<Vec<T>, FormatProblem> {
    match reader.section()?.as_chunks() {
        (numbers, []) => Ok(numbers.iter().copied().map(from).collect()),
        _ => Err(FormatProblem::Section("numbers")),
    }
}

/// Widths and depth of a network are refused beyond what a processor could use in reasonable time.
const WIDEST: usize = 1024;
const DEEPEST: usize = 16;

/// Appends the sizes of a network.
pub fn write_sizes(writer: &mut Writer, sizes: &[usize]) {
    let sizes: Vec<u16> = sizes.iter().map(|&size| u16::try_from(size).unwrap_or(u16::MAX)).collect();
    write_numbers(writer, &sizes, u16::to_le_bytes);
}

/// Reads the sizes of a network, whose third one is the depth of its encoder.
///
/// # Errors
/// If the file ends early, or there are not so many sizes, or one is out of bounds.
pub fn read_sizes<const N: usize>(reader: &mut Reader) -> Result<[usize; N], FormatProblem> {
    let sizes: Vec<usize> = read_numbers(reader, u16::from_le_bytes)?.into_iter().map(usize::from).collect();
    let sizes: Option<[usize; N]> = sizes.try_into().ok();
    sizes
        .filter(|sizes| sizes.iter().all(|size| (1..=WIDEST).contains(size)) && sizes[2] <= DEEPEST)
        .ok_or(FormatProblem::Section("sizes"))
}

/// Appends rounded rows.
pub fn write_bytes(writer: &mut Writer, bytes: &Bytes) {
    write_numbers(writer, &bytes.scales, f32::to_le_bytes);
    write_numbers(writer, &bytes.values, i8::to_le_bytes);
}

/// Reads rounded rows.
///
/// # Errors
/// If the file ends early or there are not as many values in each row.
pub fn read_bytes(reader: &mut Reader, name: &'static str) -> Result<Bytes, FormatProblem> {
    let scales = read_numbers(reader, f32::from_le_bytes)?;
    let values = read_numbers(reader, i8::from_le_bytes)?;
    let columns = values.len().checked_div(scales.len()).unwrap_or(0);
    if columns * scales.len() != values.len() {
        return Err(FormatProblem::Section(name));
    }
    Ok(Bytes { columns, scales, values })
}

/// Appends keys.
pub fn write_keys(writer: &mut Writer, keys: &Keys) {
    write_numbers(writer, keys.as_slice(), u32::to_le_bytes);
}

/// Reads keys.
///
/// # Errors
/// If the file ends early or the keys are not in order.
pub fn read_keys(reader: &mut Reader) -> Result<Keys, FormatProblem> {
    let keys = read_numbers(reader, u32::from_le_bytes)?;
    if keys.is_sorted_by(|a, b| a < b) { Ok(Keys::new(keys)) } else { Err(FormatProblem::Section("keys")) }
}

/// Appends weights: single rows as they are, others rounded to bytes.
pub fn write_tensors(writer: &mut Writer, tensors: Vec<&mut Matrix>) {
    for tensor in tensors {
        if tensor.rows == 1 {
            write_numbers(writer, &tensor.data, f32::to_le_bytes);
        } else {
            write_bytes(writer, &Bytes::from_rows(tensor.columns, &tensor.data));
        }
    }
}

/// Fills weights.
///
/// # Errors
/// If the file ends early or the weights are of another shape.
pub fn read_tensors(reader: &mut Reader, tensors: Vec<&mut Matrix>) -> Result<(), FormatProblem> {
    for tensor in tensors {
        let values = if tensor.rows == 1 {
            read_numbers(reader, f32::from_le_bytes)?
        } else {
            read_bytes(reader, "weights")?.to_rows()
        };
        if values.len() != tensor.data.len() {
            return Err(FormatProblem::Section("weights"));
        }
        tensor.data = values;
    }
    Ok(())
}
