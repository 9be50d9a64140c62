"""What a module may be called: nothing that its name would hide."""
from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from matcalc.diagnostics import MatcalcError, visible
from matcalc.render.reserved import MATLAB, MODULES

_MATLAB = """
abs accumarray acos acosd acosh acot acsc airy all and angle any area array asec asin asind asinh assert atan atan2
atanh axes axis balance bar bandwidth beta bitand bitor bitshift bitxor blkdiag bounds builtin camlight cat ceil cell
char chol cholupdate circshift class clear close colon compan cond condeig condest conj contour conv conv2 convn corr
corrcoef cos cosd cosh cot coth cov cplxpair cross csc cummax cummin cumprod cumsum cumtrapz curl date dblquad deal
deconv del2 det detrend diag diary diff disp display divergence dot double eig eigs ellipj ellipke eps eq erf erfc
erfcinv erfcx erfinv error errorbar eval exist exit exp expint expm expm1 eye factor factorial false feval fft fft2
fftn fftshift fieldnames figure filter filter2 find fix flip fliplr flipud floor fminbnd fminsearch fminunc format
fplot fprintf full func2str functions fzero gallery gamma gammainc gammaln gca gcd gcf ge get givens gradient griddata
grid gsvd gt hadamard hankel help hess hilb hist histc hold horzcat hypot ifft ifft2 ifftn imag image imread imshow
imwrite ind2sub inf info inline input int8 int16 int32 int64 integral integral2 interp1 interp2 interpft intersect inv
invhilb ipermute isa iscell ischar isempty isequal isfield isfinite isinf isnan isnumeric isreal isrow isscalar
issorted issparse issquare isvector kron kurtosis lcm ldl le legend legendre length linsolve linspace load log log10
log1p log2 logical loglog logm logspace lookup lower lscov lsqnonneg lt lu magic mat2cell mat2str max mean median mesh
meshgrid methods min minus mod mode movmean mpower mrdivide mtimes nan nargin nargout nchoosek ndgrid ndims ne nnz
nonzeros norm normest not nthroot null num2cell num2str numel nzmax ones optimset or ordschur orth pascal pcg permute
pi pinv planerot plot plot3 plus polar poly polyder polyeig polyfit polyint polyval pow2 power primes print printf
prod psi qr quad quadgk quantile quit quiver qz rand randi randn randperm range rank rat rcond real realmax realmin
regexp rem repmat reset reshape residue resize rosser rot90 round rref run save scatter schur sec sech semilogx set
setdiff shg shiftdim sign sin sinc sind single sinh size skewness sort sortrows sparse speye spline sprintf spy sqrt
sqrtm squeeze stairs std stem string struct sub2ind subplot subsref sum sumsq surf svd svds sylvester system tan tand
tanh test text tic time times title toc toeplitz trace transpose trapz tril triplequad triu true typecast uint8 uint16
uint32 uint64 uminus union unique uplus upper vander var vec vech vecnorm version vertcat view warning what which who
whos wilkinson xlabel xor ylabel zeros zeta zscore
"""
_JULIA = """
AbstractArray AbstractChar AbstractDict AbstractFloat AbstractMatrix AbstractRange AbstractSet AbstractString
AbstractVecOrMat AbstractVector Adjoint Any ArgumentError Array BLAS Base Bidiagonal BigFloat BigInt BitArray
BitMatrix BitVector Bool Broadcast BunchKaufman CartesianIndices Channel Char Cholesky Colon Complex Condition Core
DataType DenseMatrix DenseVector Diagonal Dict DimensionMismatch Dims DomainError Docs ENV Eigen Enum Exception Expr
Factorization Float16 Float32 Float64 Function GC GeneralizedEigen GeneralizedSVD Hermitian Hessenberg HTML I IO
IOBuffer Inf Int Int16 Int32 Int64 Int8 Integer Irrational Iterators KeyError LAPACK LDLt LQ LU Libc LinearAlgebra
LinearIndices LowerTriangular Main MathConstants Matrix MersenneTwister Meta Method Missing Module NTuple NaN
NamedTuple Nothing Number OrdinalRange Pair Pipe PosDefException Ptr QR Random Rational Real Ref Regex RoundingMode SVD
Schur Set Signed SingularException Some StackTraces Statistics StepRange StridedMatrix String SubArray SubString
SymTridiagonal Symbol Symmetric Sys Task Text Threads Timer Transpose Tridiagonal Tuple Type UInt UInt8 UndefVarError
UniformScaling Union UnionAll UnitLowerTriangular UnitRange UnitUpperTriangular Unsigned UpperHessenberg
UpperTriangular VERSION Val VecOrMat Vector VersionNumber
"""
PYTHON = frozenset({*sys.stdlib_module_names, *MODULES, "numpy"})
"""Modules that others import, and that a file of that name beside them would hide."""


def title(name: str) -> str:
    """The name of a module in Julia: `RidgeRegression` for `ridge_regression`."""
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[^A-Za-z0-9]+", name)) or "Derivative"


def refuse_in_python(name: str, own: Iterable[str]) -> None:
    """Refuse what would hide a module. Raises MatcalcError `usage`."""
    if name in PYTHON:
        raise _hides(name, f"the module {name}")


def refuse_in_julia(name: str, own: Iterable[str]) -> None:
    """Refuse what is no name, and what the module calls; `own` are its functions. Raises MatcalcError `usage`."""
    _refuse_sign(name)
    if title(name) in {*_JULIA.split(), *own}:
        raise _hides(name, f"Julia's {title(name)}")


def refuse_in_matlab(name: str, own: Iterable[str]) -> None:
    """Refuse what is no name, and what MATLAB, Octave or the module calls. Raises MatcalcError `usage`."""
    _refuse_sign(name)
    if name in {*own, *MATLAB, *_MATLAB.split()}:
        raise _hides(name, f"{name} of the language")


def _refuse_sign(name: str) -> None:
    if not re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII):
        raise MatcalcError("usage", f"a module cannot be called `{visible(name)}`",
                           hint="letters, digits and underscores, a letter first")


def _hides(name: str, what: str) -> MatcalcError:
    return MatcalcError("usage", f"a module cannot be called `{visible(name)}`: it would hide {what}",
                        hint=f"for instance {visible(name)}_derivative")
