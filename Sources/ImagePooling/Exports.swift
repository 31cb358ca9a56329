@_exported public import PoolingEngine

@_exported public import enum FeatureMaps.TensorLayout
