// Public conformances of public types need public imports.
public import ArgumentParser
public import ImagePooling

extension Rounding: ExpressibleByArgument {}
extension AlphaRule: ExpressibleByArgument {}
extension OrientationRule: ExpressibleByArgument {}
extension FailOn: ExpressibleByArgument {}
extension TensorLayout: ExpressibleByArgument {}
extension Normalization.Element: ExpressibleByArgument {}
extension Encoding.ChromaSubsampling: ExpressibleByArgument {}
extension Recipe.GradientTarget: ExpressibleByArgument {}
extension ThumbnailMethod: ExpressibleByArgument {}
extension SampleDepth: ExpressibleByArgument {}
extension TarBatch.Failures: ExpressibleByArgument {}
