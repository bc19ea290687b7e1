namespace Pipeline.LocalHost.Functions;

/// <summary>Starts a function's invocations by itself: a queue's or a timer's.</summary>
internal interface IFunctionListener
{
    /// <summary>Starts to listen; ends when the first look is prepared.</summary>
    /// <param name="stopping">Cancelled when no new work may be taken; what runs goes on.</param>
    Task StartAsync(CancellationToken stopping);

    /// <summary>Ends when the listener has stopped and nothing that it started runs any more.</summary>
    Task WaitForEndAsync();

    /// <summary>Runs the function now.</summary>
    /// <param name="input">The text given by the caller; a queue function's message.</param>
    /// <param name="cancellationToken">Cancelled when the host gives up waiting at its stop.</param>
    Task RunNowAsync(string input, CancellationToken cancellationToken);
}
