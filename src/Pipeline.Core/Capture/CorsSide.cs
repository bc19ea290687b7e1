namespace Pipeline.Capture;

/// <summary>Who answers preflights and sends CORS headers. Two sides would send them twice, and browsers refuse that.</summary>
public enum CorsSide
{
    /// <summary>The functions themselves; the platform's CORS setting (<c>Host.CORS</c> on a laptop) stays empty.</summary>
    Ours = 0,

    /// <summary>The platform in front of the functions, for exactly the same origins; the functions send none.</summary>
    Platform = 1,
}
