namespace Pipeline.LocalHost.Storage;

/// <summary>Azurite cannot be installed, started or used. The message says what to do and is meant to be shown as it is.</summary>
public sealed class AzuriteException : Exception
{
    /// <summary>Makes the exception without a message.</summary>
    public AzuriteException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what the user can do.</param>
    public AzuriteException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what the user can do.</param>
    /// <param name="innerException">The cause.</param>
    public AzuriteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
