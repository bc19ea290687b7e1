namespace Pipeline.LocalHost.Demo;

/// <summary>The demo year could not be loaded.</summary>
/// <param name="message">What the application answered.</param>
public sealed class DemoDataException(string message) : Exception(message);
