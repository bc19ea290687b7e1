namespace Pipeline.LocalHost.Functions;

/// <summary>Whose key opens a function.</summary>
internal enum AccessLevel
{
    /// <summary>Everybody may call.</summary>
    Anonymous,

    /// <summary>The function key or the master key is needed.</summary>
    Function,

    /// <summary>The master key is needed.</summary>
    Admin,
}
