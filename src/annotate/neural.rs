//! A small neural network for tags and trees: embeddings, an encoder for context, a tagger and a parser on top.
#![expect(
    clippy::cast_precision_loss,
    reason = "lengths and widths are far below the 2²⁴ that a single float counts exactly"
)]
#![expect(
    clippy::inline_always,
    reason = "code compiled for one processor's instructions must be inlined where they are chosen"
)]
pub mod encoder;
pub mod file;
pub mod forgetting;
#[cfg(test)]
pub mod gradient_check;
pub mod layer;
pub mod lexicon;
pub mod matrix;
pub mod optimiser;
pub mod parser;
pub mod random;
pub mod train;
pub mod tree;

use encoder::Encoder;
use layer::Linear;
use lexicon::Lexicon;
use matrix::Matrix;
use optimiser::Weights;
use parser::Parser;

/// Widths of the network's layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Of a word in the encoder.
    pub width: usize,
    /// Of the recurrence in one direction.
    pub memory: usize,
    /// Number of blocks in the encoder.
    pub depth: usize,
    /// Of a word where arcs are scored.
    pub arc_width: usize,
    /// Of an arc where labels are scored.
    pub label_width: usize,
}

/// The weights.
#[derive(Clone, Debug, Default)]
pub struct Network {
    pub encoder: Encoder,
    pub tagger: Linear,
    pub parser: Parser,
}

impl Network {
    /// A network that has learnt nothing.
    #[must_use]
    pub fn zeros(lexicon: &Lexicon, sizes: Sizes, tags: usize, deprels: usize) -> Self {
        let Sizes { width, memory, depth, .. } = sizes;
        Self {
            encoder: Encoder::zeros(lexicon.row_count(), lexicon.vectors.columns, width, memory, depth),
            tagger: Linear::zeros(width, tags),
            parser: Parser::zeros(sizes, deprels),
        }
    }

    /// Makes the network faster until its weights are changed.
    pub fn pack(&mut self) {
        let Self { encoder, tagger, parser } = self;
        encoder.pack();
        tagger.pack();
        parser.pack();
    }
}

impl Weights for Network {
    fn tensors_mut(&mut self) -> Vec<&mut Matrix> {
        let Self { encoder, tagger, parser } = self;
        let mut all = encoder.tensors_mut();
        for linear in [
            tagger,
            &mut parser.dependent,
            &mut parser.head,
            &mut parser.label_dependent,
            &mut parser.label_head,
            &mut parser.label_output,
        ] {
            all.extend(linear.tensors_mut());
        }
        all.extend([
            &mut parser.root,
            &mut parser.bilinear,
            &mut parser.dependent_distance,
            &mut parser.head_distance,
            &mut parser.label_root,
            &mut parser.label_distance,
        ]);
        all
    }
}
