@_exported public import PoolingEngine
