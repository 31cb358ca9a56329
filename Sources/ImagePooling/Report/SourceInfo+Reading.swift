internal import FeatureMaps
internal import ImageCodecs
internal import PoolingEngine

extension SourceInfo {
  init(_ input: OpenedInput, limits: Limits) throws(ImagePoolError) {
    if let refusal = input.refusal { throw refusal }
    switch input.kind {
    case .image:
      // Prepared as for a thumbnail, so that what is said of memory is what a batch goes by.
      var recipe = Recipe.thumbnail(fit: Size(height: 256, width: 256))
      (recipe.limits, recipe.failOn) = (.none, .none)
      let prepared: PreparedInput
      do throws(ImagePoolError) { prepared = try PreparedInput(input, recipe: recipe) } catch {
        throw error.withoutAdviceOnDamage
      }
      self = prepared.info
      thumbnailMemoryBytes = try? RecipeRun(recipe, RunContext(name: nil)).estimate(prepared)
    case .npy:
      let header: TensorHeader
      do throws(FeatureMapError) { header = try NPY.header(of: input.tensorSource) } catch {
        throw ImagePoolError(error)
      }
      try self.init(header)
    case .safetensors:
      do throws(FeatureMapError) {
        self.init(try Safetensors.header(of: input.tensorSource, maximumBytes: limits.memory))
      } catch {
        throw ImagePoolError(error)
      }
    default:
      do throws(FeatureMapError) {
        self.init(try CSV.read(input.tensorSource, maximumBytes: limits.memory), kind: .csv)
      } catch {
        throw ImagePoolError(error)
      }
    }
  }

  init(_ info: ImageInfo) {
    var metadata: [MetadataEntry] = []
    func add(_ name: String, _ value: String?) {
      if let value { metadata.append(MetadataEntry(name: name, value: value)) }
    }
    add(
      "icc_profile",
      info.metadata.iccProfile.map { profile in
        let space = info.metadata.profileColorSpace.map { String($0.filter { $0 != " " }) } ?? "unknown"
        return "\(profile.count) bytes, \(space)"
      })
    add("gamma", info.metadata.gamma.map { "\($0)/100000" })
    add("chromaticities", info.metadata.chromaticities.map { $0.map(String.init).joined(separator: ",") })
    add("srgb_intent", info.metadata.srgbIntent.map { "\($0)" })
    add(
      "resolution",
      info.metadata.resolution.map { "\($0.x)x\($0.y) \($0.unit.rawValue)" })
    self.init(
      kind: info.kind.rawValue, storedSize: info.storedSize, channels: info.storedChannels,
      color: info.storedColor, bitDepth: info.bitDepth,
      sampleType: info.bitDepth == 16 ? .uint16 : .uint8, coding: info.coding, sampling: info.sampling,
      orientation: info.orientation, streams: info.streams, streamsReason: SourceInfo.reason(info),
      memoryBytes: info.decoderMemory, thumbnailMemoryBytes: nil, shape: [], metadata: metadata)
  }

  private static func reason(_ info: ImageInfo) -> String {
    if !info.streams {
      return "\(info.coding): the decoder holds the picture before it gives the first row"
    }
    let stored = "rows are decoded as they are read"
    guard !info.orientation.keepsRowOrder else { return stored }
    return stored + "; orientation \(info.orientation.rawValue): the pooled output is held"
  }

  init(_ header: TensorHeader) throws(ImagePoolError) {
    let shape = header.shape
    guard shape.count >= 1 else {
      throw ImagePoolError(.unsupported, "is an array without axes", remedy: "save it with rows and columns")
    }
    let size = Size(
      height: shape.count > 1 ? shape[shape.count - 2] : 1, width: shape[shape.count - 1])
    var planes = 1
    for axis in shape.dropLast(2) {
      let (product, overflow) = planes.multipliedReportingOverflow(by: axis)
      planes = overflow ? Int.max : product
    }
    self.init(
      kind: "npy", storedSize: size, channels: planes, color: "tensor",
      bitDepth: 8 * header.sampleType.byteCount, sampleType: header.sampleType,
      coding: header.fortranOrder ? "fortran-order" : "c-order", sampling: "", orientation: .upright,
      streams: false, streamsReason: "an array is read whole", memoryBytes: header.dataCount,
      thumbnailMemoryBytes: nil, shape: shape,
      metadata: [MetadataEntry(name: "byte_order", value: header.byteOrder.rawValue)])
  }

  /// Of a tensor that has been read.
  init(_ reading: TensorReading, kind: TensorKind) {
    self.init(
      TensorOutline(shape: reading.tensor.shape, sampleType: reading.tensor.sampleType), kind: kind)
  }

  init(_ outline: TensorOutline, kind: TensorKind) {
    let format = outline.format
    self.init(
      kind: kind.rawValue, storedSize: format.size, channels: format.channels, color: "tensor",
      bitDepth: 8 * outline.sampleType.byteCount, sampleType: outline.sampleType,
      coding: kind == .csv ? "text" : "array", sampling: "", orientation: .upright, streams: false,
      streamsReason: kind == .csv ? "a table is read whole" : "an array is read whole",
      memoryBytes: format.bytesPerRow * format.size.height, thumbnailMemoryBytes: nil,
      shape: outline.shape, metadata: [])
  }

  /// Of a container: its only array, or what there is to choose from.
  init(_ header: SafetensorsHeader) {
    let only = header.entries.count == 1 ? header.entries[0] : nil
    let shape = only?.shape ?? []
    let extent = only.flatMap { SourceInfo.extent(of: $0.shape) }
    self.init(
      kind: "safetensors", storedSize: extent?.size ?? Size(height: 0, width: 0),
      channels: extent?.planes ?? 0, color: "tensor", bitDepth: only?.elementType.bitCount ?? 0,
      sampleType: only?.sampleTypeIfRead ?? .uint8,
      coding: "\(header.entries.count) tensor\(header.entries.count == 1 ? "" : "s")", sampling: "",
      orientation: .upright, streams: false, streamsReason: "an array is read whole",
      memoryBytes: header.entries.map(\.range.count).max() ?? 0, thumbnailMemoryBytes: nil, shape: shape,
      metadata: header.entries.map {
        MetadataEntry(name: "tensor \($0.name)", value: "\($0.elementType.rawValue) \($0.shape)")
      } + header.metadata.sorted { $0.key < $1.key }.map { MetadataEntry(name: $0.key, value: $0.value) })
  }

  private static func extent(of shape: [Int]) -> (planes: Int, size: Size)? {
    guard let width = shape.last else { return nil }
    // The product of a checked shape.
    return (
      shape.dropLast(2).reduce(1, *), Size(height: shape.count > 1 ? shape[shape.count - 2] : 1, width: width)
    )
  }

  enum TensorKind: String { case npy, safetensors, csv }
}
