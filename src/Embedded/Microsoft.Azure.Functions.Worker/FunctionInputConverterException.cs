namespace Microsoft.Azure.Functions.Worker;

/// <summary>A value could not be converted to the type of a function's parameter; the function did not run.</summary>
public sealed class FunctionInputConverterException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public FunctionInputConverterException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What could not be converted.</param>
    public FunctionInputConverterException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What could not be converted.</param>
    /// <param name="innerException">The cause.</param>
    public FunctionInputConverterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
