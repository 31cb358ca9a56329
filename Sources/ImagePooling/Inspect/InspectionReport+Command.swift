extension InspectionReport {
  /// How a page is made, in the words of a shell.
  public struct Command: Hashable, Sendable {
    /// The command that makes the page; nil if there is none.
    public var whole: String?
    /// The command to which ` --at Y,X,CHANNEL` is added to look at one window; nil if there is none.
    public var ofOneWindow: String?

    public init(whole: String? = nil, ofOneWindow: String? = nil) {
      self.whole = whole
      self.ofOneWindow = ofOneWindow
    }
  }
}
