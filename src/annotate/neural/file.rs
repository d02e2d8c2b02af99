//! Parts of model files that networks share.
use super::lexicon::{Bytes, Keys};
use super::matrix::Matrix;
use crate::annotate::model::{FormatProblem, Reader, Writer, array};

/// Numbers of `N` bytes each.
pub fn numbers<T, const N: usize>(bytes: &[u8], from: fn([u8; N]) -> T) -> Vec<T> {
    bytes.chunks_exact(N).filter_map(|number| array(number, 0)).map(from).collect()
}

/// Appends rounded rows.
pub fn write_bytes(writer: &mut Writer, bytes: &Bytes) {
    writer.section(&bytes.scales.iter().flat_map(|scale| scale.to_le_bytes()).collect::<Vec<_>>());
    writer.section(&bytes.values.iter().map(|value| value.cast_unsigned()).collect::<Vec<_>>());
}

/// Reads rounded rows.
///
/// # Errors
/// If the file ends early or there are not as many values in each row.
pub fn read_bytes(reader: &mut Reader, name: &'static str) -> Result<Bytes, FormatProblem> {
    let scales = numbers(&reader.section()?, f32::from_le_bytes);
    let values: Vec<i8> = reader.section()?.iter().map(|value| value.cast_signed()).collect();
    let columns = values.len().checked_div(scales.len()).unwrap_or(0);
    if columns * scales.len() != values.len() {
        return Err(FormatProblem::Section(name));
    }
    Ok(Bytes { columns, scales, values })
}

/// Appends keys.
pub fn write_keys(writer: &mut Writer, keys: &Keys) {
    writer.section(&keys.as_slice().iter().flat_map(|key| key.to_le_bytes()).collect::<Vec<_>>());
}

/// Reads keys.
///
/// # Errors
/// If the file ends early or the keys are not in order.
pub fn read_keys(reader: &mut Reader) -> Result<Keys, FormatProblem> {
    let keys = numbers(&reader.section()?, u32::from_le_bytes);
    if keys.is_sorted_by(|a, b| a < b) { Ok(Keys::new(keys)) } else { Err(FormatProblem::Section("keys")) }
}

/// Appends weights: single rows as they are, others rounded to bytes.
pub fn write_tensors(writer: &mut Writer, tensors: Vec<&mut Matrix>) {
    for tensor in tensors {
        if tensor.rows == 1 {
            writer.section(&tensor.data.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>());
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
            numbers(&reader.section()?, f32::from_le_bytes)
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
