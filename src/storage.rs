//! Arrays that live either in memory of their own or inside an open model file.
//!
//! A trained model and a loaded one are the same type: the first owns its arrays, the second
//! borrows them from a memory map (or from the bytes inside the binary) without copying.

use std::ops::{Deref, Range};
use std::sync::Arc;

use bytemuck::Pod;

/// The bytes of a model file.
#[derive(Debug)]
pub(crate) enum Bytes {
    /// A file mapped into memory.
    Mapped(memmap2::Mmap),
    /// Bytes compiled into the program; aligned to 8.
    Static(&'static [u8]),
    /// Bytes read into memory, as words so that they are aligned, and their number.
    Owned(Vec<u64>, usize),
}

impl Bytes {
    /// Copies `bytes` into aligned memory.
    pub fn copied(bytes: &[u8]) -> Self {
        let mut words = vec![0u64; bytes.len().div_ceil(8)];
        bytemuck::cast_slice_mut::<u64, u8>(&mut words)[..bytes.len()].copy_from_slice(bytes);
        Self::Owned(words, bytes.len())
    }
}

impl Deref for Bytes {
    type Target = [u8];
    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Static(bytes) => bytes,
            Self::Owned(words, len) => &bytemuck::cast_slice(words)[..*len],
        }
    }
}

/// An array of plain numbers, owned or borrowed from a file.
#[derive(Clone, Debug)]
pub(crate) enum Array<T> {
    Owned(Vec<T>),
    InFile { bytes: Arc<Bytes>, range: Range<usize> },
}

impl<T: Pod> Array<T> {
    /// The array at `range` of `bytes`, or `None` if that is not a whole, aligned array inside.
    pub fn in_file(bytes: &Arc<Bytes>, range: Range<usize>) -> Option<Self> {
        bytemuck::try_cast_slice::<u8, T>(bytes.get(range.clone())?).ok()?;
        Some(Self::InFile { bytes: Arc::clone(bytes), range })
    }

    /// The array as little-endian bytes.
    pub fn as_bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}

impl<T: Pod> Deref for Array<T> {
    type Target = [T];
    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::Owned(values) => values,
            Self::InFile { bytes, range } => bytemuck::cast_slice(&bytes[range.clone()]),
        }
    }
}

impl<T: Pod + PartialEq> PartialEq for Array<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T> From<Vec<T>> for Array<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Owned(values)
    }
}
