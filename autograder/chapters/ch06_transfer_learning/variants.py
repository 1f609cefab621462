# Right answers of chapter 06 in other forms. Each cell replaces a task of the solution.

# %% variant="params_in_a_loop" task="trainable_params"
def trainable_params(model):
    trainable = total = 0
    for _, parameter in model.named_parameters():
        count = parameter.shape.numel()
        total += count
        if parameter.requires_grad:
            trainable += count
    return trainable, total

# %% variant="params_by_id" task="trainable_params"
def trainable_params(model):
    seen = {id(p): p for layer in model.modules() for p in layer.parameters(recurse=False)}
    counts = [(p.numel(), p.requires_grad) for p in seen.values()]
    return sum(n * learns for n, learns in counts), sum(n for n, _ in counts)

# %% variant="transform_function" task="own_transform"
def own_transform(weights):
    from torchvision.transforms import functional as F

    recipe = weights.transforms()
    size, crop = recipe.resize_size[0], recipe.crop_size[0]

    def transform(image):
        width, height = image.size
        short = min(width, height)
        new = (int(size * height / short), int(size * width / short))
        image = F.resize(image, new, interpolation=recipe.interpolation)
        image = F.center_crop(image, [crop, crop])
        x = F.pil_to_tensor(image).float() / 255
        mean, std = (torch.tensor(v).reshape(3, 1, 1) for v in (recipe.mean, recipe.std))
        return (x - mean) / std

    return transform

# %% variant="transform_v2" task="own_transform"
def own_transform(weights):
    from torchvision.transforms import v2

    r = weights.transforms()
    return v2.Compose(
        [
            v2.Resize(r.resize_size[0], interpolation=r.interpolation, antialias=True),
            v2.CenterCrop(r.crop_size[0]),
            v2.ToImage(),
            v2.ToDtype(torch.float32, scale=True),
            v2.Normalize(list(r.mean), list(r.std)),
        ]
    )

# %% variant="transform_preset" task="own_transform"
def own_transform(weights):
    from torchvision.transforms._presets import ImageClassification

    recipe = weights.transforms()
    return ImageClassification(
        crop_size=recipe.crop_size[0],
        resize_size=recipe.resize_size[0],
        mean=tuple(recipe.mean),
        std=tuple(recipe.std),
        interpolation=recipe.interpolation,
    )

# %% variant="freeze_in_one_call" task="freeze"
def freeze(module):
    return module.requires_grad_(False)

# %% variant="freeze_each_parameter" task="freeze"
def freeze(module):
    for _, parameter in module.named_parameters():
        parameter.requires_grad_(False)

# %% variant="head_by_name" task="replace_head"
def replace_head(model, num_classes, dropout=0.2):
    device = next(model.parameters()).device
    dtype = next(model.parameters()).dtype
    if hasattr(model, "heads"):
        width = model.heads.head.in_features
    else:
        width = model.classifier[-1].in_features
    head = torch.nn.Sequential(
        torch.nn.Dropout(p=dropout, inplace=True),
        torch.nn.Linear(in_features=width, out_features=num_classes, bias=True),
    ).to(device=device, dtype=dtype)
    if hasattr(model, "heads"):
        model.heads = head
    else:
        model.classifier = head
    return model

# %% variant="head_from_weight" task="replace_head"
def replace_head(model, num_classes, dropout=0.2):
    name = head_name(model)
    weight = [p for p in getattr(model, name).parameters() if p.ndim == 2][-1]
    with torch.device(weight.device):
        linear = nn.Linear(weight.shape[1], num_classes, dtype=weight.dtype)
    setattr(model, name, nn.Sequential(nn.Dropout(dropout), linear))
    return model

# %% variant="extractor_course_style" task="build_feature_extractor"
def build_feature_extractor(backbone_fn, weights, num_classes, seed=42):
    auto_transforms = weights.transforms()
    model = backbone_fn(weights=weights)
    for param in model.parameters():
        param.requires_grad = False
    torch.manual_seed(seed)
    if hasattr(model, "heads"):
        old = model.heads.head
    else:
        old = model.classifier[1]
    head = torch.nn.Sequential(
        torch.nn.Dropout(p=0.2, inplace=True),
        torch.nn.Linear(
            in_features=old.in_features,
            out_features=num_classes,
            bias=True,
            device=old.weight.device,
            dtype=old.weight.dtype,
        ),
    )
    if hasattr(model, "heads"):
        model.heads = head
    else:
        model.classifier = head
    return model, auto_transforms

# %% variant="extractor_thawed_head" task="build_feature_extractor"
def build_feature_extractor(backbone_fn, weights, num_classes, seed=42):
    model = backbone_fn(weights=weights)
    torch.manual_seed(seed)
    replace_head(model, num_classes)
    freeze(model)
    getattr(model, head_name(model)).requires_grad_(True)
    return model, weights.transforms()

# %% variant="mode_by_apply" task="set_train_mode_frozen_bn"
def set_train_mode_frozen_bn(model):
    def settle(layer):
        kinds = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)
        if isinstance(layer, kinds) and not sum(p.requires_grad for p in layer.parameters()):
            layer.eval()

    model.train(True)
    model.apply(settle)

# %% variant="mode_by_class_name" task="set_train_mode_frozen_bn"
def set_train_mode_frozen_bn(model):
    model.train()
    for layer in model.modules():
        if "BatchNorm" in type(layer).__name__:
            frozen = all(not p.requires_grad for p in layer.parameters())
            layer.training = not frozen
    return model

# %% variant="tuning_by_samples" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    results = []
    for epoch in range(epochs):
        set_train_mode_frozen_bn(model)
        total, count = 0.0, 0
        for X, y in dataloader:
            optimizer.zero_grad(set_to_none=False)
            X, y = X.to(device), y.to(device)
            y_logits = model(X)
            loss = nn.functional.cross_entropy(y_logits, y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(y)
            count += len(y)
        results.append(total / count)
        print(f"{epoch}: {results[-1]:.3f}")
    return results

# %% variant="tuning_course_style" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    loss_fn = nn.CrossEntropyLoss()

    def train_step():
        set_train_mode_frozen_bn(model)
        train_loss = 0
        for batch, (X, y) in enumerate(dataloader):
            X, y = X.to(device), y.to(device)
            y_pred = model(X)
            loss = loss_fn(y_pred, y)
            train_loss += loss.item()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return train_loss / len(dataloader)

    return [train_step() for _ in range(epochs)]

# %% variant="tuning_zeroed_last" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    criterion = nn.CrossEntropyLoss()
    optimizer.zero_grad()
    losses = []
    for _ in range(epochs):
        sums = []
        for X, y in dataloader:
            set_train_mode_frozen_bn(model)
            loss = criterion(model(X.to(device)), y.to(device))
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            sums.append(float(loss.detach()))
        losses.append(sum(sums) / len(sums))
    return losses

# %% variant="tuning_model_zeroed" task="fine_tune"
def fine_tune(model, dataloader, optimizer, epochs=5, device="cpu"):
    history = []
    for _ in range(epochs):
        model.train()
        for layer in model.modules():
            if isinstance(layer, nn.modules.batchnorm._BatchNorm):
                if not any(p.requires_grad for p in layer.parameters()):
                    layer.eval()
        total = torch.zeros(())
        for X, y in dataloader:
            model.zero_grad()
            loss = nn.CrossEntropyLoss(reduction="mean")(model(X.to(device)), y.to(device))
            loss.backward()
            optimizer.step()
            total = total.double() + loss.detach().cpu()
        history.append((total / len(dataloader)).item())
    return history

# %% variant="transfer_head_parameters" task="transfer"
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    model, _ = build_feature_extractor(
        backbone_fn=backbone_fn, weights=weights, num_classes=num_classes, seed=seed
    )
    model = model.to(device)
    optimizer = torch.optim.Adam(params=model.classifier.parameters(), lr=lr)
    fine_tune(model, dataloader, optimizer, epochs=epochs, device=device)
    return model

# %% variant="transfer_head_parameters" task="transfer"
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    model, transform = build_feature_extractor(backbone_fn, weights, num_classes, seed)
    model.to(device)
    optimizer = torch.optim.Adam(getattr(model, head_name(model)).parameters(), lr=lr)
    fine_tune(model, dataloader, optimizer, epochs, device)
    return model

# %% variant="transfer_filter" task="transfer"
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    model = build_feature_extractor(backbone_fn, weights, num_classes, seed)[0].to(device)
    learn = filter(lambda p: p.requires_grad, model.parameters())
    fine_tune(model, dataloader, torch.optim.Adam(learn, lr), epochs, device)
    return model.eval()

# %% variant="transfer_own_loop" task="transfer"
def transfer(
    backbone_fn, weights, dataloader, num_classes, epochs=5, lr=0.001, seed=42, device="cpu"
):
    model, _ = build_feature_extractor(backbone_fn, weights, num_classes, seed)
    model.to(device)
    optimizer = torch.optim.Adam(model.classifier.parameters(), lr=lr, weight_decay=0.0)
    loss_fn = nn.CrossEntropyLoss()
    for _ in range(epochs):
        model.eval()
        model.classifier.train()
        for X, y in dataloader:
            optimizer.zero_grad()
            loss_fn(model(X.to(device)), y.to(device)).backward()
            optimizer.step()
    return model

# %% variant="predict_course_style" task="predict_all"
def predict_all(model, dataloader, device="cpu"):
    probs_list, pred_list, target_list = [], [], []
    model.eval()
    model.to(device)
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            logits = model(X)
            probs = torch.softmax(logits, dim=1)
            probs_list.append(probs)
            pred_list.append(torch.argmax(probs, dim=1))
            target_list.append(y)
    return (
        torch.cat(probs_list).cpu(),
        torch.cat(pred_list).cpu(),
        torch.cat(target_list).cpu(),
    )

# %% variant="predict_one_by_one" task="predict_all"
def predict_all(model, dataloader, device="cpu"):
    model = model.to(device)
    model.train(False)
    rows, labels = [], []
    for X, y in dataloader:
        for x, label in zip(X, y):
            with torch.inference_mode():
                rows.append(torch.softmax(model(x.unsqueeze(0).to(device)).squeeze(0), dim=-1))
            labels.append(int(label))
    probs = torch.stack(rows).to("cpu")
    return probs, probs.max(dim=1)[1], torch.tensor(labels)

# %% variant="most_wrong_by_topk" task="most_wrong"
def most_wrong(probs, targets, k=5):
    preds = torch.argmax(probs, dim=1)
    confidence = probs[torch.arange(len(probs)), preds]
    indices = torch.where(preds != targets)[0]
    order = torch.argsort(confidence[indices], descending=True, stable=True)
    return indices[order][:k].tolist()

# %% variant="most_wrong_by_table" task="most_wrong"
def most_wrong(probs, targets, k=5):
    table = []
    for number, (row, target) in enumerate(zip(probs.tolist(), targets.tolist())):
        pred = row.index(max(row))
        if pred != target:
            table.append({"row": number, "prob": row[pred]})
    table.sort(key=lambda entry: entry["prob"], reverse=True)
    return [entry["row"] for entry in table[:k]]

# %% variant="most_wrong_dataframe" task="most_wrong"
def most_wrong(probs, targets, k=5):
    import numpy as np

    top = probs.numpy().max(axis=1)
    wrong = np.flatnonzero(probs.numpy().argmax(axis=1) != targets.numpy())
    best = wrong[np.argsort(-top[wrong], kind="stable")]
    return [int(i) for i in best[:k]]

# %% variant="confusions_by_sort" task="top_confusions"
def top_confusions(cm, class_names, k=3):
    off = cm.clone()
    off.fill_diagonal_(0)
    flat = off.flatten()
    order = torch.argsort(flat, descending=True, stable=True)
    found = []
    for place in order.tolist():
        row, column = divmod(place, len(class_names))
        count = int(flat[place])
        if count > 0:
            found.append((class_names[row], class_names[column], count))
    return found[:k]

# %% variant="confusions_by_loop" task="top_confusions"
def top_confusions(cm, class_names, k=3):
    results = []
    for i in range(cm.shape[0]):
        for j in range(cm.shape[1]):
            if i != j and cm[i, j].item():
                results.append((class_names[i], class_names[j], cm[i][j].item()))
    results.sort(key=lambda r: r[2], reverse=True)
    return results[0:k]

# %% variant="flag_by_amax" task="is_out_of_distribution"
def is_out_of_distribution(probs, threshold=0.5):
    return ~(probs.amax(dim=-1) >= threshold)

# %% variant="flag_by_all" task="is_out_of_distribution"
def is_out_of_distribution(probs, threshold=0.5):
    return torch.all(torch.lt(probs, threshold), dim=1)

# %% variant="plot_course_style" task="pred_and_plot_image"
from typing import List, Tuple

import torchvision

device = "cuda" if torch.cuda.is_available() else "cpu"


def pred_and_plot_image(
    model: torch.nn.Module,
    image_path: str,
    class_names: List[str],
    image_size: Tuple[int, int] = (224, 224),
    transform: torchvision.transforms = None,
    device: torch.device = device,
):
    img = Image.open(image_path)
    if transform is not None:
        image_transform = transform
    else:
        image_transform = transforms.Compose(
            [
                transforms.Resize(image_size),
                transforms.ToTensor(),
                transforms.Normalize(mean=[0.485, 0.456, 0.406], std=[0.229, 0.224, 0.225]),
            ]
        )
    model.to(device)
    model.eval()
    with torch.inference_mode():
        transformed_image = image_transform(img).unsqueeze(dim=0)
        target_image_pred = model(transformed_image.to(device))
    target_image_pred_probs = torch.softmax(target_image_pred, dim=1)
    target_image_pred_label = torch.argmax(target_image_pred_probs, dim=1)
    plt.figure()
    plt.imshow(img)
    plt.title(
        f"Pred: {class_names[target_image_pred_label]} | Prob: {target_image_pred_probs.max():.3f}"
    )
    plt.axis(False)

# %% variant="plot_with_axes" task="pred_and_plot_image"
def pred_and_plot_image(
    model, image_path, class_names, image_size=(224, 224), transform=None, device="cpu"
):
    import numpy as np

    with Image.open(image_path) as file:
        image = file.convert("RGB")
    if transform is None:
        small = image.resize((image_size[1], image_size[0]))
        x = torch.from_numpy(np.array(small)).permute(2, 0, 1).float() / 255
        x = transforms.functional.normalize(x, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
    else:
        x = transform(image)
    model.eval().to(device)
    with torch.no_grad():
        probs = torch.softmax(model(x[None].to(device)), dim=-1).squeeze(0).cpu()
    best = int(probs.argmax())
    _, ax = plt.subplots()
    ax.imshow(np.asarray(image))
    ax.set_title(f"{class_names[best]}: {100 * float(probs[best]):.1f} %")
    ax.set_axis_off()

# %% variant="thaw_by_slice" task="unfreeze_last"
def unfreeze_last(model, n_blocks):
    for parameter in model.features.parameters():
        parameter.requires_grad = False
    start = len(model.features) - n_blocks
    for parameter in model.features[start:].parameters():
        parameter.requires_grad = True

# %% variant="thaw_by_number" task="unfreeze_last"
def unfreeze_last(model, n_blocks):
    first = len(model.features) - n_blocks
    for name, parameter in model.features.named_parameters():
        parameter.requires_grad_(int(name.split(".")[0]) >= first)

# %% variant="groups_by_name" task="parameter_groups"
def parameter_groups(model, head_lr, backbone_lr):
    head, rest = [], []
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            (head if name.startswith("classifier.") else rest).append(parameter)
    groups = [{"params": rest, "lr": backbone_lr}] if rest else []
    return groups + ([{"params": head, "lr": head_lr}] if head else [])

# %% variant="groups_one_each" task="parameter_groups"
def parameter_groups(model, head_lr, backbone_lr):
    return [
        {"params": [p], "lr": head_lr if n.split(".")[0] == "classifier" else backbone_lr}
        for n, p in model.named_parameters()
        if p.requires_grad
    ]

# %% variant="save_by_name" task="save_head"
import os


def save_head(model, path):
    folder = os.path.dirname(path)
    if folder:
        os.makedirs(folder, exist_ok=True)
    head = model.heads if hasattr(model, "heads") else model.classifier
    torch.save(obj=head.state_dict(), f=path)
    return Path(path)


def load_head(model, path, device="cpu"):
    head = model.heads if hasattr(model, "heads") else model.classifier
    head.load_state_dict(torch.load(f=path, map_location=torch.device(device)))
    model.eval()
    model.to(device)
    return model

# %% variant="save_on_cpu" task="save_head"
def save_head(model, path):
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    state = getattr(model, head_name(model)).state_dict()
    torch.save({name: value.detach().cpu().clone() for name, value in state.items()}, target)
    return target


def load_head(model, path, device="cpu"):
    state = torch.load(path, map_location="cpu")
    result = getattr(model, head_name(model)).load_state_dict(state, strict=True)
    print(result)
    return model.to(torch.device(device)).train(False)
