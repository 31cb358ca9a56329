internal import ArgumentParser
internal import ImagePooling

struct ImagePoolCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "imagepool",
    abstract: "Downsample images and tensors by pooling, with the numbers of PyTorch, TensorFlow or ONNX.",
    discussion: """
      Examples:
        imagepool pool --op average --kernel 8 photo.jpg -o small.png
        imagepool pool --op max --kernel 3 --stride 2 *.png -o out/ --dump npy
        imagepool thumbnail photos/ -o thumbs --fit 256
        imagepool info photo.jpg
        imagepool compare expected.png small.png --min-psnr 40
        imagepool inspect photo.jpg --op max --kernel 3 --stride 2 --at 0,0

      Exit status: 0 all done; 1 at least one input failed, the others are done;
      64 refused before any work; 129, 130 or 143 interrupted, with nothing half-written.
      """,
    version: "imagepool \(Versions.imagepool)",
    subcommands: [
      ThumbnailCommand.self, PoolCommand.self, TarCommand.self, ServeCommand.self, BackwardCommand.self,
      UnpoolCommand.self, InfoCommand.self, InspectCommand.self, CompareCommand.self, SheetCommand.self,
      OperatorsCommand.self,
      VerifyCommand.self, AboutCommand.self,
    ])
}
