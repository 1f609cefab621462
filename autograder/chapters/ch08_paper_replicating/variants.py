# Right answers of chapter 08 in other forms. Each cell replaces a task of the solution.

# %% variant="grid_divmod" task="patch_grid"
def patch_grid(height, width, patch_size):
    rows, down = divmod(height, patch_size)
    cols, right = divmod(width, patch_size)
    if (down, right) != (0, 0):
        raise ValueError(f"{height} x {width}: not a multiple of {patch_size}")
    return (rows * cols, rows, cols)

# %% variant="grid_list" task="patch_grid"
def patch_grid(height, width, patch_size):
    for side in (height, width):
        if side / patch_size != int(side / patch_size):
            raise ValueError(side)
    return [int(height * width / patch_size**2), int(height / patch_size), int(width / patch_size)]

# %% variant="patches_unfold" task="patchify"
def patchify(x, patch_size):
    return nn.functional.unfold(x, kernel_size=patch_size, stride=patch_size).permute(0, 2, 1)

# %% variant="patches_tensor_unfold" task="patchify"
def patchify(x, patch_size):
    cut = x.unfold(2, patch_size, patch_size).unfold(3, patch_size, patch_size)
    cut = cut.permute(0, 2, 3, 1, 4, 5).contiguous()
    return cut.view(x.shape[0], -1, x.shape[1] * patch_size * patch_size)

# %% variant="patches_in_loops" task="patchify"
def patchify(x, patch_size):
    p = patch_size
    patches = []
    for top in range(0, x.shape[2], p):
        for left in range(0, x.shape[3], p):
            patches.append(x[:, :, top : top + p, left : left + p].flatten(start_dim=1))
    return torch.stack(patches, dim=1)

# %% variant="embedding_as_published" task="PatchEmbedding"
# But for the check in forward, which compares the width alone, with a variable of the notebook.
class PatchEmbedding(nn.Module):
    def __init__(self, in_channels: int = 3, patch_size: int = 16, embedding_dim: int = 768):
        super().__init__()
        self.patch_size = patch_size
        self.patcher = nn.Conv2d(
            in_channels=in_channels,
            out_channels=embedding_dim,
            kernel_size=patch_size,
            stride=patch_size,
            padding=0,
        )
        self.flatten = nn.Flatten(start_dim=2, end_dim=3)

    def forward(self, x):
        for image_resolution in x.shape[-2:]:
            assert image_resolution % self.patch_size == 0, f"{image_resolution} does not fit"
        x_patched = self.patcher(x)
        x_flattened = self.flatten(x_patched)
        return x_flattened.permute(0, 2, 1)

# %% variant="embedding_linear" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.p = patch_size
        self.unfold = nn.Unfold(patch_size, stride=patch_size)
        self.map = nn.Linear(in_channels * patch_size**2, embedding_dim)

    def forward(self, x):
        assert x.shape[2] % self.p == 0 and x.shape[3] % self.p == 0
        return self.map(self.unfold(x).transpose(1, 2))

# %% variant="embedding_colours_last" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patch_size = patch_size
        self.projection = nn.Linear(in_channels * patch_size * patch_size, embedding_dim)

    def forward(self, x):
        b, c, h, w = x.shape
        p = self.patch_size
        if h % p != 0 or w % p != 0:
            raise ValueError("Image dimensions must be divisible by the patch size.")
        x = x.reshape(b, c, h // p, p, w // p, p).permute(0, 2, 4, 3, 5, 1)
        return self.projection(x.reshape(b, (h // p) * (w // p), p * p * c))

# %% variant="embedding_flatten_transpose" task="PatchEmbedding"
class PatchEmbedding(nn.Module):
    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patch_size = patch_size
        self.conv = nn.Sequential(
            nn.Conv2d(in_channels, embedding_dim, patch_size, patch_size), nn.Flatten(2)
        )

    def forward(self, x):
        patch_grid(*x.shape[-2:], self.patch_size)
        return self.conv(x).mT

# %% variant="token_as_published" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.class_embedding = nn.Parameter(
            data=torch.randn(1, 1, embedding_dim), requires_grad=True
        )
        self.position_embedding = nn.Parameter(
            data=torch.randn(1, num_patches + 1, embedding_dim), requires_grad=True
        )
        self.embedding_dropout = nn.Dropout(p=dropout)

    def forward(self, x):
        batch_size = x.shape[0]
        class_token = self.class_embedding.expand(batch_size, -1, -1)
        x = torch.cat((class_token, x), dim=1)
        x = self.position_embedding + x
        x = self.embedding_dropout(x)
        return x

# %% variant="token_repeated" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.pos = nn.Parameter(torch.empty(1, num_patches + 1, embedding_dim).normal_(std=0.02))
        self.cls = nn.Parameter(0.02 * torch.randn((1, 1, embedding_dim)))
        self.p = dropout

    def forward(self, x):
        x = torch.hstack([self.cls.repeat(x.size(0), 1, 1), x])
        return nn.functional.dropout(x + self.pos, self.p, self.training)

# %% variant="token_in_parts" task="TokenAndPosition"
class TokenAndPosition(nn.Module):
    def __init__(self, num_patches, embedding_dim=768, dropout=0.1):
        super().__init__()
        self.register_parameter("token", nn.Parameter(torch.rand(1, 1, embedding_dim)))
        self.places = nn.Parameter(torch.rand(1, num_patches + 1, embedding_dim))
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        first = (self.token + self.places[:, :1]).expand(x.shape[0], 1, x.shape[2])
        return self.drop(torch.cat([first, x + self.places[:, 1:]], dim=1))

# %% variant="msa_as_published" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    def __init__(self, embedding_dim: int = 768, num_heads: int = 12, attn_dropout: float = 0):
        super().__init__()
        self.layer_norm = nn.LayerNorm(normalized_shape=embedding_dim)
        self.multihead_attn = nn.MultiheadAttention(
            embed_dim=embedding_dim, num_heads=num_heads, dropout=attn_dropout, batch_first=True
        )

    def forward(self, x):
        x = self.layer_norm(x)
        attn_output, _ = self.multihead_attn(query=x, key=x, value=x, need_weights=False)
        return attn_output

# %% variant="msa_sequence_first" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.attn = nn.MultiheadAttention(embedding_dim, num_heads, attn_dropout)
        self.norm = nn.LayerNorm(embedding_dim, eps=1e-6)

    def forward(self, x):
        x = self.norm(x).transpose(0, 1)
        return self.attn(x, x, x)[0].transpose(0, 1)

# %% variant="msa_four_maps" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.heads = num_heads
        self.norm = nn.LayerNorm(embedding_dim)
        self.query = nn.Linear(embedding_dim, embedding_dim)
        self.key = nn.Linear(embedding_dim, embedding_dim)
        self.value = nn.Linear(embedding_dim, embedding_dim)
        self.out = nn.Linear(embedding_dim, embedding_dim)
        self.drop = nn.Dropout(attn_dropout)

    def forward(self, x):
        b, n, d = x.shape
        x = self.norm(x)
        q, k, v = (
            f(x).reshape(b, n, self.heads, d // self.heads).transpose(1, 2)
            for f in (self.query, self.key, self.value)
        )
        weights = (q @ k.transpose(-2, -1) / math.sqrt(d // self.heads)).softmax(dim=-1)
        return self.out((self.drop(weights) @ v).transpose(1, 2).reshape(b, n, d))

# %% variant="msa_one_map" task="MultiheadSelfAttentionBlock"
class MultiheadSelfAttentionBlock(nn.Module):
    def __init__(self, embedding_dim=768, num_heads=12, attn_dropout=0.0):
        super().__init__()
        self.ln = nn.LayerNorm(embedding_dim)
        self.to_qkv = nn.Linear(embedding_dim, 3 * embedding_dim)
        self.to_out = nn.Linear(embedding_dim, embedding_dim)
        self.num_heads, self.p = num_heads, attn_dropout

    def forward(self, x):
        b, n, d = x.shape
        qkv = self.to_qkv(self.ln(x)).reshape(b, n, 3, self.num_heads, d // self.num_heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        p = self.p if self.training else 0.0
        out = nn.functional.scaled_dot_product_attention(q, k, v, dropout_p=p)
        return self.to_out(out.transpose(1, 2).flatten(2))

# %% variant="mlp_as_published" task="MLPBlock"
class MLPBlock(nn.Module):
    def __init__(self, embedding_dim: int = 768, mlp_size: int = 3072, dropout: float = 0.1):
        super().__init__()
        self.layer_norm = nn.LayerNorm(normalized_shape=embedding_dim)
        self.mlp = nn.Sequential(
            nn.Linear(in_features=embedding_dim, out_features=mlp_size),
            nn.GELU(),
            nn.Dropout(p=dropout),
            nn.Linear(in_features=mlp_size, out_features=embedding_dim),
            nn.Dropout(p=dropout),
        )

    def forward(self, x):
        x = self.layer_norm(x)
        x = self.mlp(x)
        return x

# %% variant="mlp_functional" task="MLPBlock"
class MLPBlock(nn.Module):
    def __init__(self, embedding_dim=768, mlp_size=3072, dropout=0.1):
        super().__init__()
        self.fc2 = nn.Linear(mlp_size, embedding_dim)
        self.fc1 = nn.Linear(embedding_dim, mlp_size)
        self.norm = nn.LayerNorm(embedding_dim, eps=1e-6)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        hidden = self.dropout(nn.functional.gelu(self.fc1(self.norm(x))))
        return self.dropout(self.fc2(hidden))

# %% variant="mlp_by_erf" task="MLPBlock"
class MLPBlock(nn.Module):
    def __init__(self, embedding_dim=768, mlp_size=3072, dropout=0.1):
        super().__init__()
        self.ln = nn.LayerNorm(embedding_dim)
        self.up, self.down = nn.Linear(embedding_dim, mlp_size), nn.Linear(mlp_size, embedding_dim)
        self.p = dropout

    def forward(self, x):
        x = self.up(self.ln(x))
        x = 0.5 * x * (1 + torch.erf(x / 2**0.5))
        x = nn.functional.dropout(x, p=self.p, training=self.training)
        return nn.functional.dropout(self.down(x), p=self.p, training=self.training)

# %% variant="block_as_published" task="TransformerEncoderBlock"
class TransformerEncoderBlock(nn.Module):
    def __init__(
        self,
        embedding_dim: int = 768,
        num_heads: int = 12,
        mlp_size: int = 3072,
        mlp_dropout: float = 0.1,
        attn_dropout: float = 0,
    ):
        super().__init__()
        self.msa_block = MultiheadSelfAttentionBlock(
            embedding_dim=embedding_dim, num_heads=num_heads, attn_dropout=attn_dropout
        )
        self.mlp_block = MLPBlock(
            embedding_dim=embedding_dim, mlp_size=mlp_size, dropout=mlp_dropout
        )

    def forward(self, x):
        x = self.msa_block(x) + x
        x = self.mlp_block(x) + x
        return x

# %% variant="block_of_layers" task="TransformerEncoderBlock"
class TransformerEncoderBlock(nn.Module):
    def __init__(
        self, embedding_dim=768, num_heads=12, mlp_size=3072, mlp_dropout=0.1, attn_dropout=0.0
    ):
        super().__init__()
        self.norm2 = nn.LayerNorm(embedding_dim)
        self.norm1 = nn.LayerNorm(embedding_dim)
        self.mlp = nn.Sequential(
            nn.Linear(embedding_dim, mlp_size),
            nn.GELU(),
            nn.Dropout(mlp_dropout),
            nn.Linear(mlp_size, embedding_dim),
            nn.Dropout(mlp_dropout),
        )
        self.attn = nn.MultiheadAttention(
            embedding_dim, num_heads, attn_dropout, batch_first=True
        )

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.attn(y, y, y, need_weights=False)[0]
        return self.mlp(self.norm2(x)) + x

# %% variant="block_of_wrappers" task="TransformerEncoderBlock"
class Residual(nn.Module):
    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, x):
        return torch.add(x, self.inner(x))


class TransformerEncoderBlock(nn.Sequential):
    def __init__(
        self, embedding_dim=768, num_heads=12, mlp_size=3072, mlp_dropout=0.1, attn_dropout=0.0
    ):
        super().__init__(
            Residual(MultiheadSelfAttentionBlock(embedding_dim, num_heads, attn_dropout)),
            Residual(MLPBlock(embedding_dim, mlp_size, mlp_dropout)),
        )

# %% variant="vit_as_published" task="ViT"
class ViT(nn.Module):
    def __init__(
        self,
        img_size: int = 224,
        in_channels: int = 3,
        patch_size: int = 16,
        num_transformer_layers: int = 12,
        embedding_dim: int = 768,
        mlp_size: int = 3072,
        num_heads: int = 12,
        attn_dropout: float = 0,
        mlp_dropout: float = 0.1,
        embedding_dropout: float = 0.1,
        num_classes: int = 1000,
    ):
        super().__init__()
        assert img_size % patch_size == 0, f"{img_size} is no multiple of {patch_size}"
        self.num_patches = (img_size * img_size) // patch_size**2
        self.class_embedding = nn.Parameter(
            data=torch.randn(1, 1, embedding_dim), requires_grad=True
        )
        self.position_embedding = nn.Parameter(
            data=torch.randn(1, self.num_patches + 1, embedding_dim), requires_grad=True
        )
        self.embedding_dropout = nn.Dropout(p=embedding_dropout)
        self.patch_embedding = PatchEmbedding(
            in_channels=in_channels, patch_size=patch_size, embedding_dim=embedding_dim
        )
        self.transformer_encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim=embedding_dim,
                    num_heads=num_heads,
                    mlp_size=mlp_size,
                    mlp_dropout=mlp_dropout,
                    attn_dropout=attn_dropout,
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(normalized_shape=embedding_dim),
            nn.Linear(in_features=embedding_dim, out_features=num_classes),
        )

    def forward(self, x):
        batch_size = x.shape[0]
        class_token = self.class_embedding.expand(batch_size, -1, -1)
        x = self.patch_embedding(x)
        x = torch.cat((class_token, x), dim=1)
        x = self.position_embedding + x
        x = self.embedding_dropout(x)
        x = self.transformer_encoder(x)
        x = self.classifier(x[:, 0])
        return x

# %% variant="vit_all_as_published" task="ViT"
# The patch embedding's assert reads a variable of the notebook here too.
patch_size = 16


class CoursePatches(nn.Module):
    def __init__(self, in_channels=3, patch_size=16, embedding_dim=768):
        super().__init__()
        self.patcher = nn.Conv2d(in_channels, embedding_dim, patch_size, patch_size, padding=0)
        self.flatten = nn.Flatten(start_dim=2, end_dim=3)

    def forward(self, x):
        image_resolution = x.shape[-1]
        assert image_resolution % patch_size == 0, "the picture does not fit"
        return self.flatten(self.patcher(x)).permute(0, 2, 1)


class ViT(nn.Module):
    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        assert img_size % patch_size == 0
        self.num_patches = (img_size * img_size) // patch_size**2
        self.class_embedding = nn.Parameter(torch.randn(1, 1, embedding_dim))
        self.position_embedding = nn.Parameter(torch.randn(1, self.num_patches + 1, embedding_dim))
        self.embedding_dropout = nn.Dropout(p=embedding_dropout)
        self.patch_embedding = CoursePatches(in_channels, patch_size, embedding_dim)
        self.transformer_encoder = nn.Sequential(
            *[
                TransformerEncoderBlock(
                    embedding_dim, num_heads, mlp_size, mlp_dropout, attn_dropout
                )
                for _ in range(num_transformer_layers)
            ]
        )
        self.classifier = nn.Sequential(
            nn.LayerNorm(embedding_dim), nn.Linear(embedding_dim, num_classes)
        )

    def forward(self, x):
        class_token = self.class_embedding.expand(x.shape[0], -1, -1)
        x = torch.cat((class_token, self.patch_embedding(x)), dim=1)
        x = self.embedding_dropout(self.position_embedding + x)
        return self.classifier(self.transformer_encoder(x)[:, 0])

# %% variant="vit_of_linear_maps" task="ViT"
class Attention(nn.Module):
    def __init__(self, dim, heads, dropout):
        super().__init__()
        self.heads, self.dropout = heads, nn.Dropout(dropout)
        self.q, self.k, self.v, self.o = (nn.Linear(dim, dim) for _ in range(4))

    def forward(self, x):
        q, k, v = (m(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for m in (self.q, self.k, self.v))
        a = torch.softmax(q @ k.mT * q.shape[-1] ** -0.5, dim=-1)
        return self.o((self.dropout(a) @ v).transpose(1, 2).flatten(2))


class ViT(nn.Module):
    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        n, rows, cols = patch_grid(img_size, img_size, patch_size)
        self.head = nn.Linear(embedding_dim, num_classes)
        self.norm = nn.LayerNorm(embedding_dim)
        self.layers = nn.ModuleList()
        for _ in range(num_transformer_layers):
            self.layers.append(
                nn.ModuleDict(
                    {
                        "mlp": MLPBlock(embedding_dim, mlp_size, mlp_dropout),
                        "norm": nn.LayerNorm(embedding_dim),
                        "attn": Attention(embedding_dim, num_heads, attn_dropout),
                    }
                )
            )
        self.p = patch_size
        self.proj = nn.Linear(in_channels * patch_size**2, embedding_dim)
        self.pos = nn.Parameter(torch.randn(1, n + 1, embedding_dim) * 0.02)
        self.cls = nn.Parameter(torch.zeros(1, 1, embedding_dim))
        self.drop = nn.Dropout(embedding_dropout)

    def forward(self, x):
        x = self.proj(patchify(x, self.p))
        x = self.drop(torch.cat([self.cls.repeat(len(x), 1, 1), x], dim=1) + self.pos)
        for layer in self.layers:
            x = x + layer["attn"](layer["norm"](x))
            x = x + layer["mlp"](x)
        return self.head(self.norm(x)[:, 0])

# %% variant="vit_token_module" task="ViT"
class ViT(nn.Module):
    def __init__(
        self, img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12,
        embedding_dim=768, mlp_size=3072, num_heads=12, attn_dropout=0.0, mlp_dropout=0.1,
        embedding_dropout=0.1, num_classes=1000,
    ):
        super().__init__()
        if img_size % patch_size:
            raise ValueError("img_size")
        block = lambda: TransformerEncoderBlock(
            embedding_dim, num_heads, mlp_size, attn_dropout=attn_dropout, mlp_dropout=mlp_dropout
        )
        tokens = TokenAndPosition((img_size // patch_size) ** 2, embedding_dim, embedding_dropout)
        self.body = nn.Sequential(
            PatchEmbedding(in_channels, patch_size, embedding_dim),
            tokens,
            *(block() for _ in range(num_transformer_layers)),
            nn.LayerNorm(embedding_dim),
        )
        self.head = nn.Linear(embedding_dim, num_classes)

    def forward(self, x):
        return self.head(self.body(x)[:, 0, :])

# %% variant="torch_own_class" task="vit_from_torch_layers"
class TorchViT(nn.Module):
    def __init__(self, img_size, in_channels, patch_size, layers, dim, mlp, heads, dropout, classes):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, dim, patch_size, patch_size)
        self.token = nn.Parameter(torch.randn(1, 1, dim))
        self.pos = nn.Parameter(torch.randn(1, (img_size // patch_size) ** 2 + 1, dim))
        self.dropout = nn.Dropout(dropout)
        self.encoder = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(
                d_model=dim,
                nhead=heads,
                dim_feedforward=mlp,
                dropout=dropout,
                activation=nn.GELU(),
                batch_first=True,
                norm_first=True,
            ),
            num_layers=layers,
        )
        self.head = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, classes))

    def forward(self, x):
        x = self.conv(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1)
        return self.head(self.encoder(self.dropout(x + self.pos))[:, 0])


def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    return TorchViT(
        img_size, in_channels, patch_size, num_transformer_layers, embedding_dim, mlp_size,
        num_heads, dropout, num_classes,
    )

# %% variant="torch_layers_in_a_row" task="vit_from_torch_layers"
def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    class Head(nn.Module):
        def __init__(self):
            super().__init__()
            self.linear = nn.Linear(embedding_dim, num_classes)

        def forward(self, x):
            return self.linear(x[:, 0])

    layers = [
        nn.TransformerEncoderLayer(
            embedding_dim, num_heads, mlp_size, dropout, "gelu", batch_first=True, norm_first=True
        )
        for _ in range(num_transformer_layers)
    ]
    n = (img_size // patch_size) ** 2
    return nn.Sequential(
        PatchEmbedding(in_channels, patch_size, embedding_dim),
        TokenAndPosition(n, embedding_dim, dropout),
        *layers,
        nn.LayerNorm(embedding_dim),
        Head(),
    )

# %% variant="torch_norm_in_the_encoder" task="vit_from_torch_layers"
def vit_from_torch_layers(
    img_size=224, in_channels=3, patch_size=16, num_transformer_layers=12, embedding_dim=768,
    mlp_size=3072, num_heads=12, dropout=0.1, num_classes=1000,
):
    model = ViT(
        img_size, in_channels, patch_size, 1, embedding_dim, mlp_size, num_heads, dropout,
        dropout, dropout, num_classes,
    )
    layer = nn.TransformerEncoderLayer(
        embedding_dim, num_heads, mlp_size, dropout, nn.functional.gelu, batch_first=True,
        norm_first=True,
    )
    model.transformer_encoder = nn.TransformerEncoder(
        layer, num_transformer_layers, norm=nn.LayerNorm(embedding_dim)
    )
    model.classifier = nn.Linear(embedding_dim, num_classes)
    return model

# %% variant="optimizer_as_published" task="vit_optimizer"
def vit_optimizer(model, lr=0.003, weight_decay=0.3):
    optimizer = torch.optim.Adam(
        params=model.parameters(), lr=lr, betas=(0.9, 0.999), weight_decay=weight_decay
    )
    return optimizer

# %% variant="optimizer_adamw" task="vit_optimizer"
def vit_optimizer(model, lr=3e-3, weight_decay=0.3):
    return torch.optim.AdamW(list(model.parameters()), lr, weight_decay=weight_decay)

# %% variant="optimizer_groups" task="vit_optimizer"
def vit_optimizer(model, lr=3e-3, weight_decay=0.3):
    groups = [
        {"params": [p], "lr": lr, "weight_decay": weight_decay} for p in model.parameters()
    ]
    return torch.optim.Adam(groups, foreach=False)

# %% variant="schedule_branches" task="warmup_cosine"
def warmup_cosine(step, warmup_steps, total_steps):
    if step >= total_steps:
        return 0.0
    if step < warmup_steps:
        return float(step) / float(max(1, warmup_steps))
    t = (step - warmup_steps) / (total_steps - warmup_steps)
    return 0.5 * (1.0 + math.cos(t * math.pi))

# %% variant="schedule_numpy" task="warmup_cosine"
def warmup_cosine(step, warmup_steps, total_steps):
    import numpy as np

    if warmup_steps and step <= warmup_steps:
        return float(np.interp(step, [0, warmup_steps], [0, 1]))
    t = np.clip((step - warmup_steps) / (total_steps - warmup_steps), 0, 1)
    return float(np.cos(t * np.pi / 2) ** 2)

# %% variant="clip_model_zeroed" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    model.zero_grad()
    loss.backward()
    total = torch.nn.utils.clip_grad_norm_(parameters=model.parameters(), max_norm=max_norm)
    optimizer.step()
    return float(total)

# %% variant="clip_by_hand" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    for parameter in model.parameters():
        parameter.grad = None
    loss.backward()
    grads = [p.grad for p in model.parameters() if p.grad is not None]
    length = math.sqrt(sum(g.pow(2).sum().item() for g in grads))
    if length > max_norm:
        for g in grads:
            g.mul_(max_norm / length)
    optimizer.step()
    return length

# %% variant="clip_autograd" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    parameters = [p for p in model.parameters() if p.requires_grad]
    for p, g in zip(parameters, torch.autograd.grad(loss, parameters)):
        p.grad = g
    norm = torch.nn.utils.clip_grad_norm_(parameters, max_norm, norm_type=2.0)
    optimizer.step()
    optimizer.zero_grad()
    return norm.item()

# %% variant="clip_zeroed_in_place" task="clip_and_step"
def clip_and_step(model, loss, optimizer, max_norm=1.0):
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm, foreach=False)
    optimizer.step()
    return round(norm.item(), 12)

# %% variant="training_course_style" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    loss_fn = torch.nn.CrossEntropyLoss()
    results = []
    for epoch in range(epochs):
        model.train()
        train_loss = 0
        for batch, (X, y) in enumerate(dataloader):
            X, y = X.to(device), y.to(device)
            y_pred = model(X)
            loss = loss_fn(y_pred, y)
            train_loss += loss.item()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
            optimizer.step()
            scheduler.step()
        train_loss = train_loss / len(dataloader)
        print(f"Epoch: {epoch + 1} | train_loss: {train_loss:.4f}")
        results.append(train_loss)
    return results

# %% variant="training_by_samples" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for X, y in dataloader:
            model.train()
            loss = nn.functional.cross_entropy(model(X.to(device)), y.to(device))
            clip_and_step(model, loss, optimizer, max_norm=max_norm)
            scheduler.step()
            total += len(y) * loss.item()
            count += len(y)
        history.append(total / count)
    return history

# %% variant="training_zeroed_last" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    model.train()
    criterion = nn.CrossEntropyLoss()
    optimizer.zero_grad()
    means = []
    for _ in range(epochs):
        losses = []
        for X, y in dataloader:
            loss = criterion(model(X.to(device)), y.to(device))
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), max_norm)
            optimizer.step()
            optimizer.zero_grad()
            scheduler.step()
            losses.append(float(loss.detach()))
        means.append(sum(losses) / len(losses))
    return means

# %% variant="training_nested" task="train_vit"
def train_vit(
    model, dataloader, optimizer, scheduler, epochs=10, max_norm=1.0, device="cpu"
):
    def one_epoch():
        total = torch.zeros((), dtype=torch.float64)
        for X, y in dataloader:
            logits = model(X.to(device))
            loss = -logits.log_softmax(dim=1).gather(1, y.to(device).unsqueeze(1)).mean()
            total += loss.detach().cpu()
            clip_and_step(model, loss, optimizer, max_norm)
            scheduler.step()
        return (total / len(dataloader)).item()

    model.train(True)
    return [one_epoch() for _ in range(epochs)]

# %% variant="extractor_as_published" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    pretrained_vit = vit_fn(weights=weights)
    for parameter in pretrained_vit.parameters():
        parameter.requires_grad = False
    width = pretrained_vit.heads[0].in_features
    pretrained_vit.heads = nn.Linear(in_features=width, out_features=num_classes)
    pretrained_vit_transforms = weights.transforms()
    return pretrained_vit, pretrained_vit_transforms

# %% variant="extractor_sequential" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    model = vit_fn(weights=weights)
    model.heads = nn.Sequential(nn.Linear(model.hidden_dim, num_classes))
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith("heads."))
    return model, weights.transforms()

# %% variant="extractor_inner_layer" task="vit_feature_extractor"
def vit_feature_extractor(vit_fn, weights, num_classes):
    transforms_of_weights = weights.transforms()
    model = vit_fn(weights=weights).requires_grad_(False)
    old = model.heads.head
    model.heads.head = nn.Linear(old.in_features, num_classes)
    return [model, transforms_of_weights]
