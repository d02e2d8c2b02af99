//! Dense row-major matrices of `f32` and their product, vectorised for the processor found at run time.
use pulp::{Arch, Simd, WithSimd};

/// A row-major matrix.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    pub rows: usize,
    pub columns: usize,
    pub data: Vec<f32>,
}

impl Matrix {
    /// A matrix of zeros.
    #[must_use]
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self { rows, columns, data: vec![0.0; rows * columns] }
    }

    /// One row.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f32] {
        &self.data[row * self.columns..(row + 1) * self.columns]
    }

    /// One row, to write.
    pub fn row_mut(&mut self, row: usize) -> &mut [f32] {
        &mut self.data[row * self.columns..(row + 1) * self.columns]
    }

    /// All rows in order.
    pub fn iter_rows(&self) -> std::slice::ChunksExact<'_, f32> {
        self.data.chunks_exact(self.columns.max(1))
    }

    /// The product `self · other`.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.rows, other.columns);
        add_product(View::of(self), View::of(other), &mut product.data);
        product
    }

    /// The product `self · otherᵀ`.
    #[must_use]
    pub fn times_transposed(&self, other: &Self) -> Self {
        let mut product = Self::zeros(self.rows, other.rows);
        add_product(View::of(self), View::of(other).transposed(), &mut product.data);
        product
    }

    /// Adds `leftᵀ · right`, as the gradient of a weight matrix needs it.
    pub fn add_transposed_times(&mut self, left: &Self, right: &Self) {
        add_product(View::of(left).transposed(), View::of(right), &mut self.data);
    }

    /// Adds another matrix of the same shape.
    pub fn add(&mut self, other: &Self) {
        add(&mut self.data, &other.data);
    }
}

/// Adds numbers to as many others.
#[inline(always)]
pub fn add(sums: &mut [f32], terms: &[f32]) {
    for (sum, term) in sums.iter_mut().zip(terms) {
        *sum += term;
    }
}

/// A matrix read with any strides.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    data: &'a [f32],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a> View<'a> {
    /// All of a matrix.
    #[must_use]
    pub fn of(matrix: &'a Matrix) -> Self {
        Self {
            data: &matrix.data,
            rows: matrix.rows,
            columns: matrix.columns,
            row_stride: matrix.columns,
            column_stride: 1,
        }
    }

    /// Every stretch of `length` rows as one row.
    #[must_use]
    pub fn of_windows(matrix: &'a Matrix, length: usize) -> Self {
        let rows = (matrix.rows + 1).saturating_sub(length);
        Self { rows, columns: length * matrix.columns, ..Self::of(matrix) }
    }

    /// Number of rows.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The same with rows and columns exchanged.
    #[must_use]
    pub const fn transposed(self) -> Self {
        Self {
            data: self.data,
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
        }
    }
}

/// Adds `left · right` to a row-major matrix.
///
/// # Panics
/// If the shapes do not fit.
pub fn add_product(left: View<'_>, right: View<'_>, sum: &mut [f32]) {
    add_packed_product(left, &Packed::new(right), sum);
}

/// Adds `left · right` to a row-major matrix, where the right factor is packed already.
///
/// # Panics
/// If the shapes do not fit.
pub fn add_packed_product(left: View<'_>, right: &Packed, sum: &mut [f32]) {
    assert_eq!(left.columns, right.rows, "inner dimensions");
    assert_eq!(sum.len(), left.rows * right.columns, "outer dimensions");
    if left.rows > 0 && left.columns > 0 && right.columns > 0 {
        Arch::new().dispatch(Product { left, right, sum });
    }
}

/// Rows of the block held in registers.
const TILE_ROWS: usize = 6;
/// Vectors in a row of the block held in registers: with six rows it fills AVX2's sixteen registers.
const TILE_VECTORS: usize = 2;
/// Depth of a packed block of the right factor: a panel of it fits in the first-level cache.
const BLOCK_DEPTH: usize = 384;

/// A matrix in the order in which a product reads its right factor: blocks of rows, in each of them panels as wide as
/// a tile, filled up with zeros. The width of a tile depends on the processor.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    rows: usize,
    columns: usize,
    tile_columns: usize,
    data: Vec<f32>,
}

impl Packed {
    /// Packs a matrix for this processor.
    #[must_use]
    pub fn new(view: View<'_>) -> Self {
        let tile_columns = Arch::new().dispatch(TileColumns);
        let padded = view.columns.next_multiple_of(tile_columns);
        let mut data = vec![0.0; view.rows * padded];
        for (first, block) in (0..view.rows).step_by(BLOCK_DEPTH).zip(data.chunks_mut((BLOCK_DEPTH * padded).max(1))) {
            pack_right(view, first..(first + BLOCK_DEPTH).min(view.rows), tile_columns, block);
        }
        Self { rows: view.rows, columns: view.columns, tile_columns, data }
    }
}

/// Asks for the width of a tile.
struct TileColumns;

impl WithSimd for TileColumns {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        TILE_VECTORS * S::F32_LANES
    }
}

struct Product<'a> {
    left: View<'a>,
    right: &'a Packed,
    sum: &'a mut [f32],
}

impl WithSimd for Product<'_> {
    type Output = ();

    /// Goto & van de Geijn (2008): pack the factors in blocks, accumulate tiles of the result in registers.
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { left, right, sum } = self;
        let (rows, depth, columns, tile_columns) = (left.rows, left.columns, right.columns, right.tile_columns);
        let padded = columns.next_multiple_of(tile_columns);
        let mut packed_left =
            vec![0.0f32; if left.column_stride == 1 { 0 } else { TILE_ROWS * BLOCK_DEPTH.min(depth) }];
        for (first, block) in (0..depth).step_by(BLOCK_DEPTH).zip(right.data.chunks(BLOCK_DEPTH * padded)) {
            let inner = BLOCK_DEPTH.min(depth - first);
            for row in (0..rows).step_by(TILE_ROWS) {
                let height = TILE_ROWS.min(rows - row);
                if left.column_stride != 1 {
                    pack_left(left, row..row + height, first..first + inner, &mut packed_left[..TILE_ROWS * inner]);
                }
                for (panel, offset) in block.chunks_exact(inner * tile_columns).zip((0..columns).step_by(tile_columns))
                {
                    let tile = if left.column_stride == 1 {
                        // Rows beyond the last one repeat it; what comes of them is not used.
                        let start = |r: usize| (row + r.min(height - 1)) * left.row_stride + first;
                        tile_of_rows(simd, std::array::from_fn(|r| &left.data[start(r)..start(r) + inner]), panel)
                    } else {
                        tile_of_packed(simd, &packed_left[..TILE_ROWS * inner], panel)
                    };
                    let used = tile_columns.min(columns - offset);
                    for (r, vectors) in tile.iter().enumerate().take(height) {
                        let start = (row + r) * columns + offset;
                        add_vectors(simd, vectors, &mut sum[start..start + used]);
                    }
                }
            }
        }
    }
}

/// Adds as many numbers of the vectors as there is room for.
#[inline(always)]
fn add_vectors<S: Simd>(simd: S, vectors: &[S::f32s; TILE_VECTORS], out: &mut [f32]) {
    if out.len() == TILE_VECTORS * S::F32_LANES {
        for (out, &vector) in S::as_mut_simd_f32s(out).0.iter_mut().zip(vectors) {
            *out = simd.add_f32s(*out, vector);
        }
    } else {
        let mut scalars = [0.0f32; 64];
        S::as_mut_simd_f32s(&mut scalars).0[..TILE_VECTORS].copy_from_slice(vectors);
        for (out, scalar) in out.iter_mut().zip(&scalars) {
            *out += scalar;
        }
    }
}

type Tile<S> = [[<S as Simd>::f32s; TILE_VECTORS]; TILE_ROWS];

/// The product of some rows and a packed panel.
#[inline(always)]
fn tile_of_rows<S: Simd>(simd: S, rows: [&[f32]; TILE_ROWS], panel: &[f32]) -> Tile<S> {
    let mut tile = [[simd.splat_f32s(0.0); TILE_VECTORS]; TILE_ROWS];
    let panel = S::as_simd_f32s(panel).0.as_chunks::<TILE_VECTORS>().0;
    let [r0, r1, r2, r3, r4, r5] = rows;
    // Zipped rather than indexed, which leaves no bounds to check.
    for ((((((a0, a1), a2), a3), a4), a5), vectors) in r0.iter().zip(r1).zip(r2).zip(r3).zip(r4).zip(r5).zip(panel) {
        let [t0, t1, t2, t3, t4, t5] = &mut tile;
        for (row, factor) in [(t0, a0), (t1, a1), (t2, a2), (t3, a3), (t4, a4), (t5, a5)] {
            add_to_row(simd, row, *factor, vectors);
        }
    }
    tile
}

/// The product of rows packed column by column and a packed panel.
#[inline(always)]
fn tile_of_packed<S: Simd>(simd: S, columns: &[f32], panel: &[f32]) -> Tile<S> {
    let mut tile = [[simd.splat_f32s(0.0); TILE_VECTORS]; TILE_ROWS];
    let panel = S::as_simd_f32s(panel).0.as_chunks::<TILE_VECTORS>().0;
    for (column, vectors) in columns.as_chunks::<TILE_ROWS>().0.iter().zip(panel) {
        for (row, factor) in tile.iter_mut().zip(column) {
            add_to_row(simd, row, *factor, vectors);
        }
    }
    tile
}

#[inline(always)]
fn add_to_row<S: Simd>(simd: S, row: &mut [S::f32s; TILE_VECTORS], factor: f32, vectors: &[S::f32s; TILE_VECTORS]) {
    let factor = simd.splat_f32s(factor);
    for (sum, &vector) in row.iter_mut().zip(vectors) {
        *sum = simd.mul_add_e_f32s(factor, vector, *sum);
    }
}

/// Copies some rows in panels of `tile_columns` columns, each row by row; `packed` holds zeros.
fn pack_right(view: View<'_>, rows: std::ops::Range<usize>, tile_columns: usize, packed: &mut [f32]) {
    let panels = packed.chunks_exact_mut(rows.len() * tile_columns);
    for (panel, first) in panels.zip((0..view.columns).step_by(tile_columns)) {
        let width = tile_columns.min(view.columns - first);
        if view.column_stride == 1 {
            for (out, row) in panel.chunks_exact_mut(tile_columns).zip(rows.clone()) {
                let start = row * view.row_stride + first;
                out[..width].copy_from_slice(&view.data[start..start + width]);
            }
        } else {
            for offset in 0..width {
                let start = rows.start * view.row_stride + (first + offset) * view.column_stride;
                let values = view.data[start..].iter().step_by(view.row_stride);
                for (out, &value) in panel[offset..].iter_mut().step_by(tile_columns).zip(values) {
                    *out = value;
                }
            }
        }
    }
}

/// Copies up to [`TILE_ROWS`] rows, whose columns lie one after the other, column by column, filled up with zeros.
#[inline(always)]
fn pack_left(view: View<'_>, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>, packed: &mut [f32]) {
    for (out, column) in packed.chunks_exact_mut(TILE_ROWS).zip(columns) {
        let start = column * view.column_stride + rows.start;
        out[..rows.len()].copy_from_slice(&view.data[start..start + rows.len()]);
        out[rows.len()..].fill(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Small numbers that differ everywhere, so that exchanged rows or columns show.
    fn sample(rows: usize, columns: usize) -> Matrix {
        let data = (0..rows * columns).map(|i| ((i * 7919) % 23) as f32 - 11.0).collect();
        Matrix { rows, columns, data }
    }

    fn slow(left: &Matrix, right: &Matrix) -> Matrix {
        let mut product = Matrix::zeros(left.rows, right.columns);
        for i in 0..left.rows {
            for j in 0..right.columns {
                product.data[i * right.columns + j] =
                    (0..left.columns).map(|k| left.row(i)[k] * right.row(k)[j]).sum::<f32>();
            }
        }
        product
    }

    fn transpose(matrix: &Matrix) -> Matrix {
        let mut turned = Matrix::zeros(matrix.columns, matrix.rows);
        for i in 0..matrix.rows {
            for j in 0..matrix.columns {
                turned.row_mut(j)[i] = matrix.row(i)[j];
            }
        }
        turned
    }

    #[test]
    fn products_of_all_shapes_agree_with_the_definition() {
        for (rows, depth, columns) in
            [(1, 1, 1), (6, 3, 32), (7, 5, 33), (13, 400, 131), (2, 385, 129), (0, 4, 4), (5, 0, 3)]
        {
            let (left, right) = (sample(rows, depth), sample(depth, columns));
            let expected = slow(&left, &right);
            assert_eq!(left.times(&right), expected, "{rows}×{depth}·{depth}×{columns}");
            assert_eq!(left.times_transposed(&transpose(&right)), expected, "right factor transposed");
            let mut sum = Matrix::zeros(rows, columns);
            sum.add_transposed_times(&transpose(&left), &right);
            assert_eq!(sum, expected, "left factor transposed");
        }
    }
}
