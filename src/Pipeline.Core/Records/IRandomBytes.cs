namespace Pipeline.Records;

/// <summary>Port: random bytes that nobody can guess. Rules have none of their own, so that tests can repeat them.</summary>
public interface IRandomBytes
{
    /// <summary>Gives random bytes.</summary>
    /// <param name="count">How many; 1 or more.</param>
    byte[] Next(int count);
}
