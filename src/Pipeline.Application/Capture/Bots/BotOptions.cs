namespace Pipeline.Capture.Bots;

/// <summary>Settings of bot detection, section <c>Pipeline:Capture</c>.</summary>
public sealed class BotOptions
{
    /// <summary>Whether what machines send is flagged and left out of counts and scores.</summary>
    /// <value>True or false. Default true; false makes headless test browsers count like people.</value>
    public bool DetectBots { get; set; } = true;
}
