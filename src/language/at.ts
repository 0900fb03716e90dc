// The accessors for typed arrays: outside of them there is 0, as in a sparse vector. One for each element type, because a
// shared one sees several types and V8 then loads through a slow path: measured 12 times slower in the training loop.

export const int = (array: Int32Array, index: number): number => array[index] ?? 0

export const float = (array: Float32Array, index: number): number => array[index] ?? 0
