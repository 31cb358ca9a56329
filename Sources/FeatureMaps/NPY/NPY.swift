/// NumPy's `.npy` files, versions 1.0, 2.0 and 3.0.
///
/// Read are the types u1, i1, u2, i2, i4, i8, f4 and f8 in either byte order, in C and Fortran order, of rank 2 (one
/// plane), 3 and 4. No size that a header states is trusted with an allocation: the bytes must be there.
public enum NPY {
  /// The bytes begin a `.npy` file (six bytes are enough).
  public static func matches(_ firstBytes: [UInt8]) -> Bool { preconditionFailure("to come") }

  /// What the file says of itself, without reading its data. Takes at most 64 KiB, so memory is small whatever the header
  /// claims.
  public static func header(of input: TensorInput) throws(FeatureMapError) -> TensorHeader {
    preconditionFailure("to come")
  }

  /// Reads an array.
  ///
  /// - Parameters:
  ///   - layout: what the axes mean; nil: C, H, W or N, C, H, W, but an array that looks like H, W, C (last axis 1-4,
  ///     the first of the last three larger than 4) is refused. An array of rank 2 is one plane under every layout.
  ///   - maximumBytes: the most that the array may take.
  /// - Returns: the tensor, native byte order, channels first; bytes after the data are a warning.
  /// - Throws: ``FeatureMapError``.
  /// - Complexity: memory is once the data for C order and channels first, else twice.
  public static func read(
    _ input: TensorInput, layout: TensorLayout? = nil, maximumBytes: Int = .max
  ) throws(FeatureMapError) -> TensorReading { preconditionFailure("to come") }
}
