//! Items found by a number, most numbers having none: a look at one place tells.

const PLACE_BITS: u32 = 12;

/// Items by a number of each.
pub(super) struct Buckets<T> {
    /// For each place of a number that of its bucket.
    places: [u16; 1 << PLACE_BITS],
    /// The first one, which stays empty, is that of all places without an item.
    buckets: Vec<Vec<T>>,
}

impl<T> Buckets<T> {
    pub fn new() -> Self {
        Self { places: [0; 1 << PLACE_BITS], buckets: vec![Vec::new()] }
    }

    pub fn add(&mut self, number: u32, item: T) {
        let bucket = &mut self.places[place(number)];
        if *bucket == 0 {
            *bucket = self.buckets.len() as u16;
            self.buckets.push(Vec::new());
        }
        self.buckets[usize::from(*bucket)].push(item);
    }

    /// The items with a number, and few others.
    #[inline]
    pub fn at(&self, number: u32) -> &[T] {
        &self.buckets[usize::from(self.places[place(number)])]
    }
}

fn place(number: u32) -> usize {
    (number.wrapping_mul(0x9E37_79B1) >> (32 - PLACE_BITS)) as usize
}
