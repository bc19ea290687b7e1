namespace Pipeline.Capture.Intake;

/// <summary>Who sends events.</summary>
public enum IntakeMode
{
    /// <summary>A browser, at <c>/e</c>: one visitor per request, times of the last 7 days.</summary>
    Browser = 0,

    /// <summary>A server with a key, at <c>/api/events</c>: a visitor or e-mail address per event or batch, any past time.</summary>
    Server = 1,
}
