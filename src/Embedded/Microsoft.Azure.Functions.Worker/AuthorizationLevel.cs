namespace Microsoft.Azure.Functions.Worker;

/// <summary>Who may call an HTTP function.</summary>
public enum AuthorizationLevel
{
    /// <summary>Anybody.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user; here it needs the master key.</summary>
    User = 1,

    /// <summary>Whoever has the function key or the master key.</summary>
    Function = 2,

    /// <summary>The system; here it needs the master key.</summary>
    System = 3,

    /// <summary>Whoever has the master key.</summary>
    Admin = 4,
}
