"""Functions in MATLAB that notations call, by name. Anonymous where one expression does."""
from __future__ import annotations

HELPERS = {
    "pick": "pick = @(a, i, j) a(i, j);",
    "lu_solve": "lu_solve = @(f, b) f.u \\ (f.l \\ b(f.p, :));",
    "lu_solve_t": "lu_solve_t = @(f, b) unpermuted(f.l' \\ (f.u' \\ b), f.p);",
    "lu_logdet": "lu_logdet = @(f) sum(log(abs(diag(f.u))));",
    "eigh_resolvent": "eigh_resolvent = @(f) f.v(:, 1:end-1) * diag(1 ./ (f.w(end) - f.w(1:end-1))) * "
                      "f.v(:, 1:end-1)';",
    "eigh_value": "eigh_value = @(f, k) f.w(k + (k < 0) * (numel(f.w) + 1));",
    "eigh_vector": "eigh_vector = @(f, k) f.v(:, k + (k < 0) * (numel(f.w) + 1));",
    "svd_value": "svd_value = @(f) f.s(1);", "svd_left": "svd_left = @(f) f.u(:, 1);",
    "svd_right": "svd_right = @(f) f.v(:, 1);", "svd_sum": "svd_sum = @(f) sum(f.s);",
    "svd_polar": "svd_polar = @(f) f.u * f.v';",
    "lu_factor": """\
function f = lu_factor(a)
  [f.l, f.u, f.p] = lu(a, 'vector');
end
""",
    "unpermuted": """\
function x = unpermuted(y, p)
  x = y;
  x(p, :) = y;
end
""",
    "eigh": """\
function f = eigh(a)
  [f.v, d] = eig((a + a') / 2);
  f.w = diag(d);
end
""",
    "svd_factor": """\
function f = svd_factor(a)
  [f.u, s, f.v] = svd(a, 'econ');
  f.s = diag(s);
end
""",
    "kron_blocks": """\
function out = kron_blocks(c, p, q)
  m = size(c, 2);
  out = zeros(p * m, q * m);
  for i = 1:p
    for j = 1:q
      out((i - 1) * m + (1:m) + ((j - 1) * m + (0:m-1)) * p * m) = c((i - 1) * q + j, :);
    end
  end
end
""",
    "eye_blocks": """\
function out = eye_blocks(c, p, q)
  m = size(c, 2);
  out = zeros(p * m, q * m);
  for k = 1:m
    out((k - 1) * p + (1:p), (k - 1) * q + (1:q)) = reshape(c(:, k), q, p)';
  end
end
""",
    "pick_rows": "pick_rows = @(a, i) a(i, :);",
    "pick_columns": "pick_columns = @(a, i) a(:, i);",
    "vech": "vech = @(a) a(tril(true(size(a))));",
    "variance": "variance = @(a) mean(mean((a - mean(mean(a))).^2));",
    "logsumexp": "logsumexp = @(a) max(max(a)) + log(sum(sum(exp(a - max(max(a))))));",
    "logsumexp_along": "logsumexp_along = @(a, k) max(a, [], k) + log(sum(exp(a - max(a, [], k)), k));",
    "khatri_rao": "khatri_rao = @(a, b) kron(a, ones(size(b, 1), 1)) .* kron(ones(size(a, 1), 1), b);",
    "blockdot": "blockdot = @(g, b, m, n) kron(eye(m), ones(1, size(b, 1))) * (g .* kron(ones(m, n), b)) * "
                "kron(eye(n), ones(size(b, 2), 1));",
    "blocksum": "blocksum = @(g, a, p, q) kron(ones(1, size(a, 1)), eye(p)) * (g .* kron(a, ones(p, q))) * "
                "kron(ones(size(a, 2), 1), eye(q));",
    "mirrored": "mirrored = @(p) max(p, p');",
    "duplication": "duplication = @(n) double(reshape(mirrored(tril(reshape(cumsum(reshape(tril(ones(n)), [], 1)), "
                   "n, n))), [], 1) == 1:n*(n+1)/2);",
    "corner": "corner = @(m, i, j) m(1:i, end-j+1:end);",
    "frechet": "frechet = @(f, a, e) frechet2(f, a, a, e);",
    "frechet2": "frechet2 = @(f, a, b, e) corner(f([a, e; zeros(size(e')), b]), size(a, 1), size(b, 1));",
    "frechet3": "frechet3 = @(f, a, b, c, d, e) corner(f([a, d, zeros(size(a, 1), size(c, 1)); zeros(size(d')), b, e; "
                "zeros(size(c, 1), size(a, 1)), zeros(size(e')), c]), size(a, 1), size(c, 1));",
    "eigenvector": """\
function v = eigenvector(a, k)
  [v, d] = eig(a);
  [~, i] = sort(real(diag(d)), 'descend');
  v = real(v(:, i(k)));
end
""",
    "eigenprojector": """\
function p = eigenprojector(a, k)
  [v, d] = eig(a);
  [~, i] = sort(real(diag(d)), 'descend');
  w = inv(v);
  p = real(v(:, i(k)) * w(i(k), :));
end
""",
    "resolvent": """\
function r = resolvent(a, k)
  [v, d] = eig(a);
  d = diag(d);
  [~, i] = sort(real(d), 'descend');
  g = d(i(k)) - d;
  g(i(k)) = Inf;
  r = real(v * diag(1 ./ g) / v);
end
""",
    "left_singular": """\
function u = left_singular(a, k)
  [u, ~, ~] = svd(a);
  u = u(:, k);
end
""",
    "right_singular": """\
function v = right_singular(a, k)
  [~, ~, v] = svd(a);
  v = v(:, k);
end
""",
    "polar": """\
function q = polar(a)
  [u, ~, v] = svd(a, 'econ');
  q = u * v';
end
""",
    "adjugate": """\
function b = adjugate(a)
  [u, s, v] = svd(a);
  s = diag(s);
  d = arrayfun(@(i) prod(s([1:i-1, i+1:end])), 1:numel(s));
  b = det(u * v') * v * diag(d) * u';
end
""",
}
