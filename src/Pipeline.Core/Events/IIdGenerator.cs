namespace Pipeline.Events;

/// <summary>Makes new ids, for browsers and events that come without one.</summary>
public interface IIdGenerator
{
    /// <summary>A new unguessable id: 26 base32 characters, 130 random bits.</summary>
    string NewId();
}
