using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Features of one invocation, by type.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "The published name.")]
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets the feature of type <typeparamref name="T"/>.</summary>
    /// <typeparam name="T">Type under which the feature is found.</typeparam>
    /// <param name="instance">The feature.</param>
    [SuppressMessage("Naming", "CA1716", Justification = "The published name.")]
    void Set<T>(T instance);

    /// <summary>The feature of type <typeparamref name="T"/>, or the default value.</summary>
    /// <typeparam name="T">Type under which the feature was set.</typeparam>
    /// <returns>The feature, or the default value.</returns>
    [SuppressMessage("Naming", "CA1716", Justification = "The published name.")]
    T? Get<T>();
}
