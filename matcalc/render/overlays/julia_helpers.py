"""Functions in Julia that notations call, by name."""
from __future__ import annotations

HELPERS = {
    "khatri_rao": """\
khatri_rao(a, b) = repeat(a; inner=(size(b, 1), 1)) .* repeat(b; outer=(size(a, 1), 1))
""",
    "blockdot": """\
function blockdot(g, b, m, n)
    p, q = size(b)
    [dot(g[(i-1)*p+1:i*p, (j-1)*q+1:j*q], b) for i in 1:m, j in 1:n]
end
""",
    "blocksum": """\
function blocksum(g, a, p, q)
    m, n = size(a)
    sum(a[i, j] .* g[(i-1)*p+1:i*p, (j-1)*q+1:j*q] for i in 1:m, j in 1:n)
end
""",
    "vech": """\
vech(a) = reshape([a[i, j] for j in axes(a, 2) for i in j:size(a, 1)], :, 1)
""",
    "commutation": """\
commutation(m, n) = Matrix(1.0I, m * n, m * n)[vec(reshape(1:m*n, m, n)'), :]
""",
    "elimination": """\
elimination(n) = Matrix(1.0I, n * n, n * n)[[(j - 1) * n + i for j in 1:n for i in j:n], :]
""",
    "duplication": """\
function duplication(n)
    p, k = zeros(Int, n, n), 0
    for j in 1:n, i in j:n
        k += 1
        p[i, j] = p[j, i] = k
    end
    Matrix(1.0I, k, k)[vec(p), :]
end
""",
    "logsumexp": """\
function logsumexp(a; dims=:)
    top = maximum(a; dims=dims)
    top .+ log.(sum(exp.(a .- top); dims=dims))
end
""",
    "softmax": """\
function softmax(a; dims=:)
    e = exp.(a .- maximum(a; dims=dims))
    e ./ sum(e; dims=dims)
end
""",
    "kron_times": """\
function kron_times(a, b, k)
    m, n = size(a)
    rows = reshape(permutedims(reshape(b, k, n, :), (2, 1, 3)), n, :)
    reshape(permutedims(reshape(a * rows, m, k, :), (2, 1, 3)), m * k, :)
end
""",
    "kron_blocks": """\
function kron_blocks(c, p, q)
    m = size(c, 2)
    out = zeros(eltype(c), p * m, q * m)
    for i in 1:p, j in 1:q, k in 1:m
        out[(i - 1) * m + k, (j - 1) * m + k] = c[(i - 1) * q + j, k]
    end
    out
end
""",
    "eye_blocks": """\
function eye_blocks(c, p, q)
    m = size(c, 2)
    out = zeros(eltype(c), p * m, q * m)
    for k in 1:m, i in 1:p, j in 1:q
        out[(k - 1) * p + i, (k - 1) * q + j] = c[(i - 1) * q + j, k]
    end
    out
end
""",
    "frechet": "frechet(f, a, e) = frechet2(f, a, a, e)\n",
    "frechet2": """\
function frechet2(f, a, b, e)
    f([a e; zero(e') b])[1:size(a, 1), end-size(b, 1)+1:end]
end
""",
    "frechet3": """\
function frechet3(f, a, b, c, d, e)
    l, m, n = size(a, 1), size(b, 1), size(c, 1)
    f([a d zeros(l, n); zeros(m, l) b e; zeros(n, l) zeros(n, m) c])[1:l, end-n+1:end]
end
""",
    "eigenvector": """\
function eigenvector(a, k)
    f = eigen(a)
    i = sortperm(real(f.values); rev=true)[k]
    real(f.vectors[:, [i]])
end
""",
    "eigenprojector": """\
function eigenprojector(a, k)
    f = eigen(a)
    i = sortperm(real(f.values); rev=true)[k]
    real(f.vectors[:, [i]] * inv(f.vectors)[[i], :])
end
""",
    "resolvent": """\
function resolvent(a, k)
    f = eigen(a)
    i = sortperm(real(f.values); rev=true)[k]
    w = [j == i ? zero(f.values[j]) : 1 / (f.values[i] - f.values[j]) for j in eachindex(f.values)]
    real(f.vectors * Diagonal(w) * inv(f.vectors))
end
""",
    "sylvester_solution": """\
function sylvester_solution(a, b, c)
    T = float(promote_type(eltype(a), eltype(b), eltype(c)))
    sylvester(Matrix{T}(a), Matrix{T}(b), -Matrix{T}(c))
end
""",
    "polar": """\
function polar(a)
    f = svd(a)
    f.U * f.Vt
end
""",
    "adjugate": """\
function adjugate(a)
    f = svd(a)
    w = [prod(deleteat!(copy(f.S), i)) for i in eachindex(f.S)]
    det(f.U * f.Vt) * f.V * Diagonal(w) * f.U'
end
""",
}
