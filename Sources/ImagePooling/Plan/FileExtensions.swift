/// Extensions that are of files, so that a directory which is to be made is hardly meant to be called so.
enum FileExtensions {
  static let known = Set((pictures + arrays + archives + texts).split(separator: " ").map(String.init))

  private static let pictures =
    "png apng jpg jpeg jpe jfif jp2 jxl gif bmp tif tiff webp avif heic heif ppm pgm pbm pnm pam tga ico svg "
    + "psd exr hdr dng "
  private static let arrays =
    "npy npz safetensors csv tsv json jsonl pt pth onnx h5 hdf5 mat parquet tfrecord "
  private static let archives = "tar gz tgz bz2 tbz xz txz zst zip 7z rar "
  private static let texts = "html htm xml pdf txt md yaml yml"
}
